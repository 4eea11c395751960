// All boards; a painting that is dropped becomes one.

import { $, complain, send, somebody, t } from "./desk.js";

const drop = $("#drop");
const file = $("input", drop);
const naming = $("#naming");

async function add(painting) {
  if (!painting || !(await somebody())) return;
  $("#name").value = painting.name.replace(/\.[^.]*$/, "").slice(0, 80);
  naming.returnValue = "";
  naming.showModal();
  $("#name").select();
  await new Promise((closed) => naming.addEventListener("close", closed, { once: true }));
  if (naming.returnValue !== "add") return;
  const name = $("#name").value.trim();
  $("span", drop).textContent = t("boards.adding", { name });
  const added = await send(`/api/boards/${encodeURIComponent(name)}`, painting);
  $("span", drop).textContent = t("boards.drop");
  if (added) location.href = `/board/${encodeURIComponent(added.name)}`;
}

file.addEventListener("change", () => { add(file.files[0]); file.value = ""; });
drop.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); file.click(); } });
for (const kind of ["dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) add(event.dataTransfer.files[0]);
  });
}
complain("");
