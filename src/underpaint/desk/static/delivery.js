// Delivery: what is Done goes out by one button; what stands against it is said; the papers are shown.

import { $, ask, data, keys, listen, make, t } from "./desk.js";
import { Viewer, viewerKeys } from "./viewer.js";

let delivery = data("delivery");
let flat = $("[data-flat][aria-pressed='true']").dataset.flat;
const viewer = new Viewer($("#viewer"));

function fill() {
  const ready = delivery.cuts.filter((cut) => !cut.against);
  $("#ready").textContent = delivery.cuts.length ? t("delivery.ready", { n: ready.length, all: delivery.cuts.length }) : t("delivery.empty");
  $("#deliver").disabled = !ready.length;
  const rows = (id, items) => { $(id).hidden = !items.length; $(`${id} ul`).replaceChildren(...items); };
  rows("#rights", delivery.boards.map(({ name, painter, against }) =>
    make("li", {}, make("b", {}, [name, painter].filter(Boolean).join(" · ")), make("br"), against.join("; "))));
  const reasons = new Map();
  for (const { number, against } of delivery.cuts) if (against) reasons.set(against, [...(reasons.get(against) || []), number]);
  rows("#left", [...reasons].map(([why, cuts]) => make("li", {}, make("b", {}, cuts.join(" ")), make("br"), why)));
  rows("#done", delivery.cuts.filter(({ state }) => state === "Done").map(({ number, take }) =>
    make("li", {}, make("button", { type: "button", "data-strip": number, onclick: () => paper("strip", number) }, `${number} ${take}`))));
  $("#out").hidden = !delivery.files.length;
  $("#out code").textContent = `\u200e${delivery.folder}`;
  $("#out ul").replaceChildren(...delivery.files.slice(0, 200).map(({ name, when }) =>
    make("li", {}, name, " ", make("small", {}, when.replace("T", " ").slice(0, 16)))));
}

let turn = 0;
async function paper(kind, cut = "") {
  const mine = ++turn;
  for (const button of document.querySelectorAll("[data-paper]")) button.setAttribute("aria-pressed", button.dataset.paper === kind);
  for (const button of document.querySelectorAll("[data-strip]")) button.setAttribute("aria-pressed", button.dataset.strip === cut);
  $("#paper-name").textContent = cut ? t("delivery.strip", { cut }) : "";
  $("#viewer").hidden = kind === "text";
  $("#text").hidden = kind !== "text";
  $("#viewer").dataset.busy = t("delivery.making");
  $("#viewer").classList.add("busy");
  $("#text pre").textContent = t("delivery.making");
  const told = await ask(kind === "text" ? "/api/credits" : `/api/paper/${kind}${cut ? `?cut=${cut}` : ""}`);
  if (mine !== turn) return;
  $("#viewer").classList.remove("busy");
  viewer.open(told && kind !== "text" ? told : null);
  $("#text pre").textContent = told?.text || "";
  $("#noted").hidden = !told?.noted.length;
  $("#noted").textContent = (told?.noted || []).join("\n");
}

for (const button of document.querySelectorAll("[data-flat]")) {
  button.addEventListener("click", () => {
    flat = button.dataset.flat;
    for (const each of document.querySelectorAll("[data-flat]")) each.setAttribute("aria-pressed", each === button);
  });
}
for (const button of document.querySelectorAll("[data-paper]")) button.addEventListener("click", () => paper(button.dataset.paper));
$("#deliver").addEventListener("click", async () => {
  $("#deliver").disabled = true;
  $("#said").hidden = false;
  $("#said").textContent = t("delivery.writing");
  const told = await ask("/api/deliver", { flat });
  $("#said").textContent = told ? [t("delivery.written", { n: told.said.length }), ...told.noted].join("\n") : "";
  $("#said").hidden = !told;
  await again();
});
$("#out button").addEventListener("click", async () => {
  await navigator.clipboard.writeText(delivery.folder);
  $("#out button").textContent = t("bar.copied");
});
$("#fit").addEventListener("click", () => viewer.fit());
$("#actual").addEventListener("click", () => viewer.actual());
keys(viewerKeys(viewer));

async function again() {
  delivery = (await ask("/api/delivery")) || delivery;
  fill();
}

fill();
if (delivery.cuts.length) paper("sheet");
listen({}, { changed: again });
