// Check: the art director steps through what waits; a note is written or drawn on the picture.

import { $, ask, data, keys, listen, make, percent, somebody, t } from "./desk.js";
import { Viewer, drawStrokes, viewerKeys } from "./viewer.js";

let waiting = data("waiting");
let wanted = new URLSearchParams(location.search).get("cut") || ""; // to be looked at first, also where it is Done
let at = Math.max(0, waiting.findIndex(({ number }) => number === wanted));
let what = "final";
let strokes = []; // of the note that is being made, px of the picture
let stroke = null;
let old = null; // an earlier note's drawing
const drafts = new Map(); // take to the note and strokes begun on it, for who looks at another cut in between
const viewer = new Viewer($("#viewer"));
const note = $("#note");

const now = () => waiting[at];

function views(cut) {
  return [["final", t("check.this"), `${cut.take}.final`], cut.layout && ["layout", t("look.layout"), "layout"],
    ["pass2", t("look.pass2"), `${cut.take}.pass2`], cut.earlier && ["earlier", cut.earlier, `${cut.earlier}.final`]].filter(Boolean);
}

function lay() {
  const cut = now();
  for (const part of document.querySelectorAll(".table, aside")) part.hidden = !cut;
  $("#nothing").hidden = Boolean(cut);
  $("#count").textContent = cut ? t("check.count", { at: at + 1, all: waiting.length }) : "";
  $("#cut").textContent = cut ? `${cut.number} ${cut.take}` : "";
  $("#about").textContent = cut ? cut.place : "";
  if (!cut) return;
  $("#before").disabled = at === 0;
  $("#after").disabled = at === waiting.length - 1;
  $("#against").hidden = !cut.against.length;
  $("#against").textContent = [t("check.against"), ...cut.against].join("\n");
  $("#done").disabled = cut.against.length > 0 || cut.state === "Done";
  $("#is-done").hidden = cut.state !== "Done";
  $("#facts").replaceChildren(...[
    cut.by && t("look.by_hand", { who: cut.by, share: percent(cut.hand) }),
    cut.model && t("look.by_model", { model: cut.model }), cut.rough_model && t("look.rough_model", { model: cut.rough_model }),
    ...cut.boards.map(({ name, painter, share, shown }) =>
      `${t("look.board")} ${[name, painter, shown ? t("check.shown") : percent(share)].filter(Boolean).join(" · ")}`),
    cut.lines !== null && t(cut.off_lines ? "look.off_lines" : "look.lines", { n: cut.lines.toFixed(2) }),
  ].filter(Boolean).map((line) => make("li", {}, line)));
  $("#notes").hidden = !cut.notes.length;
  $("#notes ol").replaceChildren(...cut.notes.map((each, count) => make("li", {},
    make("button", { type: "button", onclick: () => { old = old === each ? null : each; viewer.draw(); } },
      each.note || t("look.drawn"), make("small", {}, [`R${count + 1}`, each.by, each.drawn.length ? "✎" : ""].filter(Boolean).join("  "))))).reverse());
  $("#views").replaceChildren(...views(cut).map(([id, name]) => make("button", {
    type: "button", "data-view": id, "aria-pressed": String(id === what), onclick: () => look(id) }, name)));
  look(what);
}

let turn = 0;
async function look(id) {
  const cut = now();
  const found = views(cut).find(([name]) => name === id) || views(cut)[0];
  what = found[0];
  const mine = ++turn;
  const shown = await ask(`/api/cut/${cut.number}/view/${found[2]}`);
  if (mine !== turn || !shown) return;
  viewer.open(shown);
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === what);
}

const key = (cut) => `${cut.number} ${cut.take}`;
const keep = () => { if (now()) drafts.set(key(now()), { note: note.value, strokes }); };

function go(to) {
  if (to < 0 || to >= waiting.length) return;
  keep();
  at = to;
  begin();
}

/** Show the cut as it was left. The pen stays in the hand. */
function begin() {
  const draft = now() && drafts.get(key(now()));
  [strokes, stroke, old, what] = [draft?.strokes || [], null, null, "final"];
  note.value = draft?.note || "";
  $("#undo").disabled = !strokes.length;
  lay();
}

async function answer(address, told) {
  const cut = now();
  if (!cut || !(await somebody())) return;
  const answered = await ask(`/api/cut/${cut.number}/${address}`, { take: cut.take, ...told });
  if (!answered) return;
  const here = now() && key(now()); // another one where the list has changed meanwhile
  keep();
  drafts.delete(key(cut));
  waiting = waiting.filter((each) => key(each) !== key(cut));
  const found = waiting.findIndex((each) => key(each) === here);
  at = Math.max(0, found >= 0 ? found : Math.min(at, waiting.length - 1));
  if (cut.number === wanted) wanted = "";
  say(cut, answered.count);
  begin();
}

/** What was answered, with the way back: a key is pressed quickly. retake: its number; undefined where the cut is Done now. */
function say(cut, retake) {
  const line = $(now() ? "#said" : "#said-last");
  line.hidden = false;
  line.replaceChildren(t(retake ? "check.said.retake" : "check.said.done", { cut: key(cut), n: retake }), " ",
    retake ? make("a", { href: `/cut/${cut.number}` }, t("work.see"))
      : make("button", { type: "button", onclick: () => show(cut.number) }, t("check.send_back")));
}

async function show(number) {
  const list = await ask(`/api/check?cut=${number}`);
  if (!list) return;
  keep();
  [wanted, waiting] = [number, list];
  at = Math.max(0, waiting.findIndex((cut) => cut.number === number));
  $("#said").hidden = true;
  begin();
  note.focus();
}

const done = () => { if (now() && !$("#done").disabled) answer("approve", {}); };
const retake = () => answer("retake", { note: note.value, drawn: strokes });

function pen(on = $("#pen").getAttribute("aria-pressed") !== "true") {
  $("#pen").setAttribute("aria-pressed", on);
  document.body.classList.toggle("drawing", on);
}

function undo() {
  strokes.pop();
  $("#undo").disabled = !strokes.length;
  viewer.draw();
}

const px = ({ x, y }) => [Math.round(Math.min(viewer.first.width - 1, Math.max(0, x))), Math.round(Math.min(viewer.first.height - 1, Math.max(0, y)))];
viewer.onpress = (event, place) => {
  if (!document.body.classList.contains("drawing")) return false;
  stroke = { width: Math.max(1, Math.min(400, Math.round(4 * (devicePixelRatio || 1) / viewer.scale))), points: px(place) };
  strokes.push(stroke);
  viewer.draw();
  return true;
};
viewer.onmove = (event, place, held) => {
  if (!held || !stroke) return;
  const [x, y] = px(place);
  const [before, low] = stroke.points.slice(-2);
  if (Math.hypot(x - before, y - low) * viewer.scale < 3) return;
  stroke.points.push(x, y);
  viewer.draw();
};
viewer.onrelease = () => { stroke = null; $("#undo").disabled = !strokes.length; };
viewer.overlay = (context) => {
  if (old) drawStrokes(context, old.drawn);
  drawStrokes(context, strokes);
};

$("#done").addEventListener("click", done);
$("#retake").addEventListener("click", retake);
$("#pen").addEventListener("click", () => pen());
$("#undo").addEventListener("click", undo);
$("#fit").addEventListener("click", () => viewer.fit());
$("#actual").addEventListener("click", () => viewer.actual());
$("#before").addEventListener("click", () => go(at - 1));
$("#after").addEventListener("click", () => go(at + 1));
note.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); retake(); }
  if (event.key === "Escape") note.blur();
});
const view = (number) => () => { const found = now() && views(now())[number]; if (found) look(found[0]); };
keys({
  ...viewerKeys(viewer),
  d: done, r: () => note.focus(), p: () => pen(), u: undo,
  ArrowLeft: (event) => event.shiftKey ? viewer.move(120, 0) : go(at - 1),
  ArrowRight: (event) => event.shiftKey ? viewer.move(-120, 0) : go(at + 1),
  1: view(0), 2: view(1), 3: view(2), 4: view(3),
});

lay();
listen({}, {
  changed: async () => {
    const asked = wanted;
    const list = await ask(`/api/check?cut=${asked}`);
    if (asked !== wanted) return; // another cut was opened meanwhile, by a later answer than this one
    if (!list || JSON.stringify(list) === JSON.stringify(waiting)) return;
    const here = now();
    keep();
    waiting = list;
    const found = waiting.findIndex((cut) => here && cut.number === here.number && cut.take === here.take);
    at = found >= 0 ? found : Math.min(at, Math.max(0, waiting.length - 1));
    if (found < 0) begin(); else lay();
  },
});
