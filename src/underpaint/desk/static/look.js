// Look: the pictures of one cut, compared; its paint's sources; what was said of it.

import { $, ask, complain, data, keys, listen, make, percent, t } from "./desk.js";
import { Viewer, drawStrokes, viewerKeys } from "./viewer.js";

let look = data("look");
const cut = look.number;
const viewer = new Viewer($("#viewer"));
const boardViewer = new Viewer($("#board-viewer"));
const [first, second] = [$("#first"), $("#second")];
const views = new Map(); // what to {key, width, height}
let drawn = null; // the note whose drawing is shown
let place = null; // on the board
let mode = "one";

const ROLE = { pass1: t("look.pass1"), pass2: t("look.pass2"), touch_up: t("look.touch_up"), final: t("look.final") };

function choices() {
  const found = [];
  if (look.layout) found.push(["layout", t("look.layout")]);
  if (look.materials) found.push(["materials", t("look.materials")]);
  for (const take of look.takes) {
    for (const role of take.roles) {
      if (role === "final" && take.kind === "machine") continue;
      found.push([`${take.number}.${role}`, `${take.number} ${ROLE[role] || role}`]);
    }
  }
  for (const board of look.boards) found.push([`board.${board.name}`, `${t("look.board")} ${board.name}`]);
  return found;
}

function newest() {
  const take = look.takes.at(-1);
  if (!take) return look.layout ? "layout" : look.materials ? "materials" : "";
  return `${take.number}.${take.kind === "machine" ? (take.stage === "rough" ? "pass1" : "pass2") : "final"}`;
}

function fill() {
  for (const select of [first, second]) {
    const kept = select.value;
    select.replaceChildren(...choices().map(([what, name]) => make("option", { value: what }, name)));
    if (kept) select.value = kept;
  }
  const state = $("#state");
  state.dataset.state = look.state;
  state.textContent = t(`state.${look.state}`) + (look.state === "Retake" && look.retakes ? ` R${look.retakes}` : "");
  $("#empty").hidden = choices().some(([what]) => !what.startsWith("board."));
  $("#hand-over").hidden = Boolean(look.background) || look.takes.every((take) => take.stage === "rough") || ["WFA", "Done"].includes(look.state);
  $("#check").hidden = !["WFA", "Done"].includes(look.state);
  $("#takes").hidden = !look.takes.length;
  $("#takes ol").replaceChildren(...look.takes.toReversed().map((take) => {
    const told = take.kind === "machine" ? t(take.stage === "rough" ? "look.rough" : "look.machine", { s: take.seconds.toFixed(1) })
      : t("look.by_hand", { who: take.by, share: percent(take.hand) });
    const beside = [take.model && t("look.by_model", { model: take.model }), take.rough_model && t("look.rough_model", { model: take.rough_model }),
      take.lines !== null && t(take.off_lines ? "look.off_lines" : "look.lines", { n: take.lines.toFixed(2) })].filter(Boolean);
    return make("li", {}, make("button", { type: "button", "data-take": take.number, onclick: () => choose(take.number) },
      make("b", {}, take.number), make("span", {}, ...[told, ...beside].map((line) => make("small", {}, line)))));
  }));
  $("#notes").hidden = !look.notes.length;
  $("#notes ol").replaceChildren(...look.notes.map((note, at) => make("li", {}, make("button", {
    type: "button", "aria-pressed": "false", onclick: (event) => showNote(note, event.currentTarget) },
    note.note || t("look.drawn"), make("small", {}, [`R${at + 1}`, note.take, note.by].filter(Boolean).join("  ") + (note.drawn.length ? `  ✎` : ""))))).reverse());
  if (look.state === "Retake" && look.notes.at(-1)?.drawn.length && !drawn) showNote(look.notes.at(-1), $("#notes button"));
}

function showNote(note, button) {
  drawn = drawn === note ? null : note;
  for (const each of document.querySelectorAll("#notes button")) each.setAttribute("aria-pressed", each === button && drawn !== null);
  viewer.draw();
}

function choose(number) {
  const take = look.takes.find((each) => each.number === number);
  first.value = `${number}.${take.kind === "machine" ? (take.stage === "rough" ? "pass1" : "pass2") : "final"}`;
  show();
}

async function viewOf(what) {
  if (!views.has(what)) {
    const told = await ask(`/api/cut/${cut}/view/${encodeURIComponent(what)}`);
    if (!told) return null;
    views.set(what, told);
  }
  return views.get(what);
}

let turn = 0;
async function show() {
  const mine = ++turn;
  let what = first.value;
  if (!what) return;
  const take = look.takes.find((each) => what.startsWith(`${each.number}.`));
  const sources = $("#sources");
  sources.disabled = !take?.sources;
  const on = sources.getAttribute("aria-pressed") === "true" && !sources.disabled;
  if (on) what = `${take.number}.boards`;
  const shown = await viewOf(what);
  const other = mode === "one" ? null : await viewOf(second.value);
  if (mine !== turn || !shown) return;
  viewer.open(shown, other);
  viewer.compare(mode);
  legend(on ? take : null);
  for (const button of document.querySelectorAll("#takes button")) button.setAttribute("aria-pressed", button.dataset.take === take?.number);
  for (const button of document.querySelectorAll("[data-mode]")) button.setAttribute("aria-pressed", button.dataset.mode === mode);
}

function legend(take) {
  $("#legend").hidden = !take;
  if (!take) { $("#place").hidden = true; return; }
  $("#legend ul").replaceChildren(
    ...take.colours.map(({ board, colour, share, painter }) => {
      const swatch = make("i");
      swatch.style.background = colour;
      return make("li", {}, swatch, make("span", {}, [board, painter].filter(Boolean).join(" · ")), make("small", {}, percent(share)));
    }),
    ...(take.hand > 0 ? [make("li", {}, (() => { const swatch = make("i"); swatch.style.background = "#fff"; return swatch; })(),
      make("span", {}, t("look.hand", { who: take.by })), make("small", {}, percent(take.hand)))] : []));
}

function compare(wanted) {
  mode = mode === wanted ? "one" : wanted;
  if (mode !== "one" && second.value === first.value) second.selectedIndex = first.selectedIndex ? 0 : Math.min(1, second.options.length - 1);
  show();
}

async function showPlace(event, { x, y }) {
  const take = look.takes.find((each) => first.value.startsWith(`${each.number}.`));
  const inside = x >= 0 && y >= 0 && x < viewer.first.width && y < viewer.first.height;
  if (!take || !inside) return;
  const told = await ask(`/api/cut/${cut}/source/${take.number}?x=${Math.floor(x)}&y=${Math.floor(y)}`);
  if (!told) return;
  $("#place").hidden = false;
  const words = told.board
    ? [t("look.from", { board: told.board, x: told.x, y: told.y }), told.strokes !== 1 && t("look.sized", { n: told.strokes }),
      told.painter && t("look.painter", { who: told.painter })]
    : [told.model ? t("look.by_model", { model: told.model }) : t("look.kept")];
  if (told.by !== undefined) words.unshift(t("look.over", { who: told.by }));
  $("#place p").replaceChildren(...words.filter(Boolean).flatMap((line) => [line, make("br")]));
  place = told.board ? told : null;
  const board = place && await viewOf(`board.${told.board}`);
  $("#board-viewer").hidden = !board;
  if (board) {
    boardViewer.open(board);
    requestAnimationFrame(() => boardViewer.show(told.x + 0.5, told.y + 0.5, devicePixelRatio || 1));
  }
}

boardViewer.overlay = (context, { scale }) => {
  if (!place) return;
  const [x, y, arm] = [place.x + 0.5, place.y + 0.5, 14 / scale];
  for (const [width, colour] of [[4, "#000"], [2, "#fff"]]) {
    context.strokeStyle = colour;
    context.lineWidth = width / scale;
    context.beginPath();
    context.arc(x, y, arm / 2, 0, 7);
    context.moveTo(x - arm, y); context.lineTo(x - arm / 2, y); context.moveTo(x + arm / 2, y); context.lineTo(x + arm, y);
    context.moveTo(x, y - arm); context.lineTo(x, y - arm / 2); context.moveTo(x, y + arm / 2); context.lineTo(x, y + arm);
    context.stroke();
  }
};
viewer.overlay = (context) => { if (drawn) drawStrokes(context, drawn.drawn); };
viewer.onview = ({ scale }) => { $("#scale").textContent = `${Math.round(scale * 100)} %`; };

let pressed = null;
viewer.canvas.addEventListener("pointerdown", (event) => { pressed = [event.clientX, event.clientY]; });
viewer.canvas.addEventListener("click", (event) => {
  if (!pressed || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4) return;
  if ($("#sources").getAttribute("aria-pressed") === "true") showPlace(event, viewer.at(event));
});

function toggleSources() {
  const button = $("#sources");
  if (button.disabled) return;
  button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
  show();
}

function swap() {
  [first.value, second.value] = [second.value, first.value];
  show();
}

first.addEventListener("change", show);
second.addEventListener("change", () => { if (mode === "one") mode = "divider"; show(); });
$("#swap").addEventListener("click", swap);
$("#sources").addEventListener("click", toggleSources);
$("#fit").addEventListener("click", () => viewer.fit());
$("#actual").addEventListener("click", () => viewer.actual());
for (const button of document.querySelectorAll("[data-mode]")) {
  button.addEventListener("click", () => { if (button.dataset.mode === "one") { mode = "one"; show(); } else compare(button.dataset.mode); });
}
$("#hand-over").addEventListener("click", async () => { if (await ask(`/api/cut/${cut}/hand-over`, {})) again(); });

const go = (id) => () => { const link = $(id); if (link.getAttribute("aria-disabled") !== "true") location.href = link.href; };
keys({
  ...viewerKeys(viewer),
  d: () => compare("divider"), b: () => compare("blink"), x: swap, s: toggleSources,
  "[": go("#before"), "]": go("#after"), Escape: () => { mode = "one"; show(); },
});

async function again() {
  const now = await ask(`/api/cut/${cut}`);
  if (!now || JSON.stringify(now) === JSON.stringify(look)) return;
  const followed = first.value === newest();
  look = now;
  views.delete("layout");
  views.delete("materials");
  fill();
  if (followed && newest()) first.value = newest();
  show();
}

fill();
first.value = newest();
second.value = look.layout ? "layout" : second.options[0]?.value || "";
show();
listen({ cut }, { changed: again });
complain("");
