// Label a layout: places named with materials, over the drawing; what was said is on the disk before the answer comes.

import { $, ask, complain, data, keys, listen, make, percent, somebody, t } from "./desk.js";
import { drawNames, drawCross, drawLines } from "./label_marks.js";
import { MapPicture } from "./map_picture.js";
import { Palette } from "./palette.js";
import { Places } from "./places.js";
import { Viewer, viewerKeys } from "./viewer.js";

const label = data("label");
const address = `/api/cut/${label.number}/label`;
const viewer = new Viewer($("#viewer"));
const places = new Places();
const map = new MapPicture(label.materials);
const palette = new Palette($("#palette"), label.materials, () => under());
const rough = $("#rough canvas");
const strength = $("#strength");

let state = null;
let tool = "name";
let over = "map"; // or "rough", ""
let at = null; // the pointer or crosshair, px of the picture
let cross = false; // whether keys moved it last
let path = []; // of the line or merge that is being made
let named = null; // numbers of places to points, while a drag names
let pending = []; // {numbers, material, steps}: shown before the server's answer

// What the server knows.

let busy = false, again = false, forced = false;
async function refresh(all = false) {
  forced ||= all;
  again = true;
  if (busy) return;
  busy = true;
  while (again) {
    const known = state && !forced ? `?known=${state.steps}` : "";
    again = forced = false;
    const now = await ask(address + known);
    if (!now) { $("#waiting").hidden = true; break; }
    if (!now.same) await take(now);
  }
  busy = false;
}

async function take(now) {
  if (!state || state.places !== now.places) await places.load(`/picture/label/${label.number}/places`);
  await map.load(now.map);
  pending = pending.filter(({ steps }) => !(steps <= now.steps));
  for (const { numbers, material } of pending) fill(numbers, material);
  const first = !state;
  state = now;
  $("#waiting").hidden = true;
  $("#undo").disabled = !now.can_undo;
  $("#redo").disabled = !now.can_redo;
  list();
  under();
  viewer.draw();
  $("#viewer").dataset.steps = now.steps;
  if (now.words.length || first) askRough();
  else roughSays(t("label.rough.none"));
}

let sending = Promise.resolve();
/** Add a step. shown: what of it can be seen at once. */
async function say(kind, told = {}, shown = { numbers: [] }) {
  if (!(await somebody())) { await map.load(state.map); viewer.draw(); return; }
  pending.push(shown);
  sending = sending.then(async () => {
    const done = await ask(`${address}/step`, { kind, ...told });
    if (done) shown.steps = done.steps;
    else pending.splice(pending.indexOf(shown), 1);
    await refresh(!done);
  });
}

function fill(numbers, material) {
  for (const number of numbers) map.fill(places, number, palette.colours.get(material));
}

// The rough: one at a time, and another one when the map changed meanwhile.

let painting = false, stale = false;
async function askRough() {
  stale = true;
  if (painting) return;
  painting = true;
  while (stale) {
    stale = false;
    const steps = state.steps;
    if (!state.words.length) { roughSays(t("label.rough.none")); break; }
    $("#rough").dataset.state = "making";
    const answer = await fetch(`/picture/label/${label.number}/rough/0`).catch(() => null);
    if (answer?.ok) {
      const picture = await createImageBitmap(await answer.blob());
      [rough.width, rough.height] = [picture.width, picture.height];
      rough.getContext("2d").drawImage(picture, 0, 0);
      roughSays("");
      $("#rough").style.aspectRatio = `${picture.width} / ${picture.height}`;
      $("#rough").dataset.steps = steps;
      if (over === "rough") viewer.draw();
    } else if (answer?.status === 409) { // another page of this cut asked later
      await new Promise((done) => setTimeout(done, 700));
      stale = true;
    } else if (answer) roughSays((await answer.json()).error || t("error.log"));
  }
  painting = false;
  $("#rough").dataset.state = $("#rough p").textContent ? "none" : "fresh";
}

function roughSays(line) {
  $("#rough p").textContent = line;
  if (line) { rough.width = rough.width; $("#rough").dataset.state = "none"; }
}

async function learn() {
  for (let left = 1; left > 0;) {
    await new Promise((done) => setTimeout(done, 600));
    if (busy || painting || named || path.length) continue; // what the artist does comes first
    const told = await ask(`${address}/learn`, {});
    if (!told) return;
    left = told.left;
  }
  refresh(true);
}

// Naming, drawing and merging.

const inside = (place) => place && viewer.first && place.x >= 0 && place.y >= 0 && place.x < viewer.first.width && place.y < viewer.first.height;
const px = ({ x, y }) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10];

function visit(place) {
  const number = places.at(place.x, place.y);
  const here = map.at(place.x, place.y);
  if (!number || named.has(number) || (here && !here.guessed && here.name === palette.current)) return;
  named.set(number, px(place));
  fill([number], palette.current);
  viewer.draw();
}

function name(points, materials, numbers) {
  if (points.length) say("name", { points, materials }, { numbers, material: materials[0] });
}

function finishNaming() {
  const [numbers, points] = [[...named.keys()], [...named.values()]];
  named = null;
  name(points, points.map(() => palette.current), numbers);
}

function finishPath() {
  const points = path;
  path = [];
  viewer.draw();
  if (tool === "line" && points.length > 1) say("line", { points });
  if (tool === "merge" && points.length > 1) say("merge", { points });
}

function extend(place) {
  const [x, y] = px(place), last = path.at(-1);
  if (tool === "merge") {
    if (!inside(place) || path.some((each) => places.at(...each) === places.at(x, y))) return;
  } else if (last && Math.hypot(x - last[0], y - last[1]) * viewer.scale < 3) return;
  path.push([x, y]);
  viewer.draw();
}

viewer.onpress = (event, place) => {
  if (!state || event.pointerType === "touch" && !event.isPrimary) return false;
  move(place, false);
  if (tool === "name") {
    if (!inside(place)) return false;
    named = new Map();
    visit(place);
  } else { path = []; extend(place); }
  return true;
};
viewer.onmove = (event, place, held) => {
  const before = at;
  move(place, false);
  if (!held) return;
  if (named) { // no place is jumped over by a quick hand
    const count = Math.ceil(Math.hypot(place.x - before.x, place.y - before.y) * viewer.scale / 3) || 1;
    for (let i = 1; i <= count; i++) visit({ x: before.x + (place.x - before.x) * i / count, y: before.y + (place.y - before.y) * i / count });
  } else if (path.length) extend(place);
};
viewer.onrelease = () => { if (named) finishNaming(); else finishPath(); };

const guessAt = (place) => {
  const number = places.at(place.x, place.y);
  const found = state.unnamed.find(({ x, y, guess }) => guess && places.at(x, y) === number);
  const here = map.at(place.x, place.y);
  return found?.guess || (here?.guessed ? here.name : "");
};

function accept() {
  if (path.length) return finishPath();
  const guess = inside(at) && state ? guessAt(at) : "";
  if (guess) { fill([places.at(at.x, at.y)], guess); name([px(at)], [guess], [places.at(at.x, at.y)]); }
}

const sureOnes = () => state ? state.unnamed.filter(({ guess, sure }) => guess && sure >= Number($("#sure").value)) : [];
function acceptAll() {
  const all = sureOnes();
  if (all.length) say("name", { points: all.map(({ x, y }) => [x, y]), materials: all.map(({ guess }) => guess) });
}

function act() {
  if (!inside(at) || !state) return;
  if (tool === "name") { named = new Map(); visit(at); finishNaming(); } else extend(at);
}

// What is shown.

function move(place, byKeys) {
  at = place;
  cross = byKeys;
  under();
  viewer.draw();
}

function under() {
  const here = state && inside(at) ? map.at(at.x, at.y) : null;
  $("#under").textContent = !here ? "" : here.guessed ? t("label.guess", { material: here.name }) : here.name;
}

function list() {
  const count = state.unnamed.length;
  $("#unnamed h2").textContent = t("label.unnamed", { n: count });
  const all = state.size[0] * state.size[1];
  $("#unnamed ol").replaceChildren(...state.unnamed.slice(0, 100).map((place, index) => {
    const swatch = make("i");
    if (place.guess) swatch.style.background = palette.colours.get(place.guess);
    return make("li", {}, make("button", { type: "button", onclick: () => jump(index) }, swatch,
      make("span", {}, place.guess ? t("label.guess", { material: place.guess }) : t("label.no_guess")), make("small", {}, percent(place.pixels / all))));
  }));
  $("#basis").textContent = state.basis;
  const sure = sureOnes().length;
  $("#sure + output").textContent = `${Math.round($("#sure").value * 100)} %`;
  $("#accept-all").disabled = !sure;
  $("#use").disabled = count > 0 || !state.words.length;
  $("#told").textContent = count || !state.words.length ? (state.there === "other" && !state.words.length ? t("label.other") : t("label.left", { n: count }))
    : t(state.used ? "label.used" : "label.all");
}

let looked = -1;
function jump(to) {
  if (!state?.unnamed.length) return;
  looked = (to + state.unnamed.length) % state.unnamed.length;
  const { x, y } = state.unnamed[looked];
  const [left, top] = [viewer.x + x * viewer.scale, viewer.y + y * viewer.scale];
  const { width, height } = viewer.canvas;
  if (left < width * 0.08 || top < height * 0.08 || left > width * 0.92 || top > height * 0.92) viewer.show(x, y, viewer.scale);
  for (const [index, item] of [...$("#unnamed ol").children].entries()) $("button", item).setAttribute("aria-current", index === looked);
  move({ x: x + 0.5, y: y + 0.5 }, true);
}

viewer.overlay = (context, { scale }) => {
  if (!state) return;
  const [width, height] = state.size;
  context.globalAlpha = Number(strength.value);
  if (over === "map") {
    context.globalCompositeOperation = "multiply"; // the pencil stays to be seen
    context.imageSmoothingEnabled = false;
    context.drawImage(map.canvas, 0, 0);
  } else if (over === "rough" && rough.width > 1) context.drawImage(rough, 0, 0, width, height);
  context.globalAlpha = 1;
  context.globalCompositeOperation = "source-over";
  const number = inside(at) && tool !== "line" ? places.at(at.x, at.y) : 0;
  const mask = number && places.mask(number, [255, 255, 255, 70]);
  if (mask) context.drawImage(mask.canvas, mask.x, mask.y);
  drawLines(context, state.lines, scale);
  drawLines(context, state.merges, scale, true);
  if (path.length) drawLines(context, [[...path, ...(at && cross ? [px(at)] : [])]], scale, tool === "merge");
  if (over === "map") drawNames(context, state.unnamed.filter(({ guess }) => guess).map((place) => ({ ...place, text: t("label.guess", { material: place.guess }) })), scale);
  if (cross && at) drawCross(context, at, scale);
};

function choose(wanted) {
  tool = wanted;
  path = [];
  for (const button of document.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", button.dataset.tool === tool);
  viewer.draw();
}

function lay(wanted) {
  over = over === wanted ? "" : wanted;
  for (const button of document.querySelectorAll("[data-over]")) button.setAttribute("aria-pressed", button.dataset.over === over);
  viewer.draw();
}

async function use(replace = false) {
  if ($("#use").disabled || !(await somebody())) return;
  if (state.there === "other" && !replace) { $("#replace").showModal(); return; }
  await sending;
  if (await ask(`${address}/use`, { replace })) refresh(true);
}

for (const button of document.querySelectorAll("[data-tool]")) button.addEventListener("click", () => choose(button.dataset.tool));
for (const button of document.querySelectorAll("[data-over]")) button.addEventListener("click", () => lay(button.dataset.over));
strength.addEventListener("input", () => viewer.draw());
$("#sure").addEventListener("input", () => { if (state) list(); });
for (const slider of [strength, $("#sure")]) slider.addEventListener("change", () => slider.blur());
const undo = () => { if (!$("#undo").disabled) say("undo"); };
const redo = () => { if (!$("#redo").disabled) say("redo"); };
$("#undo").addEventListener("click", undo);
$("#redo").addEventListener("click", redo);
$("#accept-all").addEventListener("click", acceptAll);
$("#use").addEventListener("click", () => use());
$("#replace button[value]").addEventListener("click", () => { $("#replace").close(); use(true); });
$("#fit").addEventListener("click", () => viewer.fit());
$("#actual").addEventListener("click", () => viewer.actual());
addEventListener("who", () => refresh(true));

const nudge = (x, y) => (event) => {
  const far = (event.shiftKey ? 40 : 6) * (devicePixelRatio || 1) / viewer.scale;
  const from = inside(at) ? at : { x: state.size[0] / 2, y: state.size[1] / 2 };
  move({ x: Math.min(state.size[0] - 1, Math.max(0, from.x + x * far)), y: Math.min(state.size[1] - 1, Math.max(0, from.y + y * far)) }, true);
};
const onButton = (event) => event.target.closest?.("button, a") !== null; // its own Space and Enter
keys({
  ...viewerKeys(viewer), ...palette.keys(),
  ArrowLeft: nudge(-1, 0), ArrowRight: nudge(1, 0), ArrowUp: nudge(0, -1), ArrowDown: nudge(0, 1),
  " ": (event) => onButton(event) ? false : act(), Enter: (event) => onButton(event) ? false : accept(),
  a: acceptAll, n: (event) => jump(event.shiftKey ? looked - 1 : looked + 1), o: () => lay("map"), r: () => lay("rough"),
  v: () => choose("name"), l: () => choose("line"), m: () => choose("merge"), Escape: () => choose("name"),
  i: () => { const here = inside(at) && map.at(at.x, at.y); if (here) palette.choose(here.name); },
});
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input[type=search], dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "z") (event.shiftKey ? redo : undo)();
  else if (key === "y") redo();
  else return;
  event.preventDefault();
});

// A button that the pen pressed gives the keys back to the picture.
addEventListener("click", (event) => { if (event.detail) event.target.closest("button")?.blur(); });

const picture = await ask(`${address}/drawing`);
if (picture) {
  viewer.open(picture);
  await refresh();
  learn();
} else $("#waiting").hidden = true;
listen({ cut: label.number }, { changed: (names) => { if (names.includes("labelling") || names.includes("cut")) refresh(); } });
