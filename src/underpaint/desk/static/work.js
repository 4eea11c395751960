// The work file: taken home, painted over, dropped back, looked at, and only then handed in.

import { $, ask, complain, data, keys, make, percent, send, somebody, t } from "./desk.js";
import { Viewer, viewerKeys } from "./viewer.js";

const { cut, files, painted } = data("work");
const viewer = new Viewer($("#viewer"));
const drop = $("#drop");
let found = null;
let mode = "divider";

function list(shown) {
  $("#files").replaceChildren(...shown.map(({ name, path }) => {
    const copy = make("button", { type: "button", class: "copy" }, t("work.copy"));
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(path);
      copy.textContent = t("bar.copied");
      setTimeout(() => { copy.textContent = t("work.copy"); }, 1500);
    });
    return make("li", {},
      make("span", { class: "row" }, make("b", {}, name), make("a", { class: "button", href: `/file/${cut}/${encodeURIComponent(name)}`, download: name }, t("work.download"))),
      make("span", { class: "path" }, make("small", {}, t("work.open_in")), make("code", { title: path }, `\u200e${path}`), copy));
  }));
}

for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    const told = await ask(`/api/cut/${cut}/work`, { kind: button.dataset.kind });
    button.disabled = false;
    if (!told) return;
    list(told.files);
    $("#said").hidden = !told.said.length;
    $("#said").textContent = told.said.join("\n");
  });
}

async function bring(file) {
  if (!file) return;
  drop.classList.add("busy");
  $("span", drop).textContent = t("work.looking", { name: file.name });
  $("#handed").hidden = true;
  found = await send(`/api/cut/${cut}/bring?name=${encodeURIComponent(file.name)}`, file);
  drop.classList.remove("busy");
  $("span", drop).textContent = found ? found.name : t("work.drop");
  $("#found").hidden = !found;
  $("#file").value = "";
  if (!found) return;
  $("#share").textContent = t("work.share", { share: percent(found.hand) });
  $("#unknown").hidden = Boolean(found.base);
  $("#layers").replaceChildren(...found.layers.map(({ name, what, pixels }) => make("li", {},
    make("b", {}, name), make("small", {}, what.map((each) => t(`work.what.${each}`)).join(", ") + (pixels ? `  ${pixels.toLocaleString()} px` : "")))));
  const before = found.base ? await ask(`/api/cut/${cut}/view/${found.base}.final`) : null;
  viewer.open(found.picture, before);
  $("#modes").hidden = !before;
  viewer.compare(before ? mode : "one");
}

$("#file").addEventListener("change", (event) => bring(event.target.files[0]));
for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  bring(event.dataTransfer.files[0]);
});

$("#accept").addEventListener("click", async () => {
  if (!found || !(await somebody())) return;
  $("#accept").disabled = true;
  const told = await ask(`/api/cut/${cut}/hand-in`, { ticket: found.ticket, minutes: Number($("#minutes").value) || 0 });
  $("#accept").disabled = false;
  if (!told) return;
  leave();
  $("#handed").hidden = false;
  $("#handed-in").textContent = t("work.handed", { take: told.take });
});

function leave() {
  found = null;
  $("#found").hidden = $("#modes").hidden = true;
  $("span", drop).textContent = t("work.drop");
}
$("#drop-it").addEventListener("click", () => { leave(); complain(""); first(); });

for (const button of document.querySelectorAll("[data-mode]")) {
  button.addEventListener("click", () => {
    mode = button.dataset.mode;
    for (const each of document.querySelectorAll("[data-mode]")) each.setAttribute("aria-pressed", each === button);
    viewer.compare(viewer.second ? mode : "one");
  });
}
$("#fit").addEventListener("click", () => viewer.fit());
$("#actual").addEventListener("click", () => viewer.actual());
keys({ ...viewerKeys(viewer), Escape: () => { location.href = `/cut/${cut}`; } });

/** The cut as it is now, until a file is dropped. */
async function first() {
  const look = await ask(`/api/cut/${cut}`);
  const take = look?.takes.at(-1);
  const shown = take && await ask(`/api/cut/${cut}/view/${take.number}.final`);
  if (shown) { viewer.open(shown); viewer.compare("one"); }
}

list(files);
if (painted) first();
