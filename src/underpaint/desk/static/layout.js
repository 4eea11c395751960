// Label a layout: places named with materials, over the drawing; what was said is on the disk before the answer comes.

import { $, ask, data, keys, listen, make, percent, somebody, t } from "./desk.js";
import { drawCross, drawLines, drawNames } from "./label_marks.js";
import { LiveRough } from "./live_rough.js";
import { MapPicture } from "./map_picture.js";
import { Palette } from "./palette.js";
import { Places } from "./places.js";
import { Steps, onButton, undoing } from "./steps.js";
import { Viewer, viewerKeys } from "./viewer.js";

const label = data("label");
const address = `/api/cut/${label.number}/label`;
const viewer = new Viewer($("#viewer"));
const places = new Places();
const map = new MapPicture(label.materials);
const palette = new Palette($("#palette"), label.materials, () => under());
const rough = new LiveRough($("#rough"), `/picture/label/${label.number}/rough/0`, () => { if (over === "rough") viewer.draw(); });
const steps = new Steps(address, take);
steps.onadd = () => { if (steps.state) list(); };
const strength = $("#strength");

let tool = "name";
let over = "map"; // or "rough", ""
let at = null; // the pointer or crosshair, px of the picture
let cross = false; // whether keys moved it last
let path = []; // of the line or merge that is being made
let named = null; // numbers of places to points, while a drag names
let pressed = 0; // the place that it began in
const WIDE = 0.02; // of the picture
let learning = true; // from the other cuts, one after the other
let shownPlaces = ""; // which places were read

async function take(now) {
  if (shownPlaces !== now.places) await places.load(`/picture/label/${label.number}/places`);
  shownPlaces = now.places;
  await layMap();
  $("#waiting").hidden = true;
  $("#undo").disabled = !now.can_undo;
  $("#redo").disabled = !now.can_redo;
  list();
  under();
  $("#viewer").dataset.steps = now.steps;
  if (now.words.length) rough.ask(now.steps);
  else rough.say(t("label.rough.none"));
}

/** The map as the server has it, and over it what it does not know yet. */
async function layMap() {
  await map.load(steps.state.map);
  for (const { numbers = [], material } of steps.pending) fill(numbers, material);
  viewer.draw();
}

/** Add a step, of which `shown` can be seen at once. */
async function say(kind, told = {}, shown = {}) {
  if (!(await steps.add(kind, told, shown))) await layMap();
}

function fill(numbers, material) {
  for (const number of numbers) map.fill(places, number, palette.colours.get(material));
}

/** Have the boards and the guesses made ready, once a first rough, which reads the boards itself, is done. */
async function prepare() {
  await rough.done;
  await ask(`${address}/prepare`, {});
  learning = false;
  steps.refresh(true);
}

// Naming, drawing and merging.

const inside = (place) => place && viewer.first && place.x >= 0 && place.y >= 0 && place.x < viewer.first.width && place.y < viewer.first.height;
const px = ({ x, y }) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10];

function begin(place) {
  named = new Map();
  pressed = places.at(place.x, place.y);
  visit(place);
}

function visit(place) {
  const number = places.at(place.x, place.y);
  const here = map.at(place.x, place.y);
  if (!number || named.has(number) || (here && !here.guessed && here.name === palette.current)) return;
  // A hand that slips over a wide place, as the sky, does not take its word back: that is for a press inside of it.
  if (pressed !== number && places.share(number) > WIDE && steps.state.words.some(({ x, y }) => places.at(x, y) === number)) return;
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
  if (!steps.state || event.pointerType === "touch" && !event.isPrimary) return false;
  move(place, false);
  if (tool === "name") {
    if (!inside(place)) return false;
    begin(place);
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
viewer.canvas.addEventListener("pointerleave", () => { if (!cross) move(null, false); });
viewer.onrelease = () => { if (named) finishNaming(); else finishPath(); };

const guessAt = (place) => {
  const number = places.at(place.x, place.y);
  const found = steps.state.unnamed.find(({ x, y, guess }) => guess && places.at(x, y) === number);
  const here = map.at(place.x, place.y);
  return found?.guess || (here?.guessed ? here.name : "");
};

function accept() {
  if (path.length) return finishPath();
  const guess = inside(at) && steps.state ? guessAt(at) : "";
  if (guess) { fill([places.at(at.x, at.y)], guess); name([px(at)], [guess], [places.at(at.x, at.y)]); }
}

// Only what other cuts taught: the lines alone are sure of a tree in the sky that it is sky.
const sureOnes = () => steps.state ? steps.state.unnamed.filter(({ guess, sure, learned }) => guess && learned && sure >= Number($("#sure").value)) : [];
function acceptAll() {
  const all = sureOnes();
  if (all.length) say("name", { points: all.map(({ x, y }) => [x, y]), materials: all.map(({ guess }) => guess) });
}

function act() {
  if (!inside(at) || !steps.state) return;
  if (tool === "name") { begin(at); finishNaming(); } else extend(at);
}

// What is shown.

function move(place, byKeys) {
  at = place;
  cross = byKeys;
  under();
  viewer.draw();
}

function under() {
  const here = steps.state && inside(at) ? map.at(at.x, at.y) : null;
  $("#under").textContent = !here ? "" : here.guessed ? t("label.guess", { material: here.name }) : here.name;
}

/** Places without a word, but for those that were named and are on their way. */
function unnamed() {
  const said = new Set(steps.pending.flatMap(({ numbers = [] }) => numbers));
  return steps.state.unnamed.filter(({ x, y }) => !said.has(places.at(x, y)));
}

function list() {
  const [count, left] = [steps.state.unnamed.length, unnamed()];
  $("#unnamed h2").textContent = t("label.unnamed", { n: left.length });
  const all = steps.state.size[0] * steps.state.size[1];
  $("#unnamed ol").replaceChildren(...left.slice(0, 100).map((place, index) => {
    const swatch = make("i");
    if (place.guess) swatch.style.background = palette.colours.get(place.guess);
    return make("li", {}, make("button", { type: "button", onclick: () => jump(index) }, swatch,
      make("span", {}, place.guess ? t("label.guess", { material: place.guess }) : t("label.no_guess"),
        place.guess && !place.learned ? make("small", {}, t("label.by_lines")) : null), make("small", {}, percent(place.pixels / all))));
  }));
  const taught = left.some(({ learned }) => learned);
  $("#untaught").hidden = taught || learning || !left.some(({ guess }) => guess);
  $("#basis").textContent = learning ? t("label.learning") : steps.state.basis;
  const sure = sureOnes().length;
  $("#sure + output").textContent = `${Math.round($("#sure").value * 100)} %`;
  $("#accept-all").disabled = !sure;
  $("#sure").disabled = !taught;
  $("#use").disabled = count > 0 || !steps.state.words.length;
  $("#told").textContent = count || !steps.state.words.length ? (steps.state.there === "other" && !steps.state.words.length ? t("label.other") : t("label.left", { n: count }))
    : t(steps.state.used ? "label.used" : "label.all");
}

let looked = -1;
let gone = null; // the place that was looked at
function jump(to) {
  const open = steps.state ? unnamed() : [];
  if (!open.length) return;
  looked = (to + open.length) % open.length;
  gone = open[looked];
  const { x, y } = gone;
  const [left, top] = [viewer.x + x * viewer.scale, viewer.y + y * viewer.scale];
  const { width, height } = viewer.canvas;
  if (left < width * 0.08 || top < height * 0.08 || left > width * 0.92 || top > height * 0.92) viewer.show(x, y, viewer.scale);
  for (const [index, item] of [...$("#unnamed ol").children].entries()) $("button", item).setAttribute("aria-current", index === looked);
  move({ x: x + 0.5, y: y + 0.5 }, true);
}

/** The next one, or the one before; where that which was looked at has a word by now, the next stands in its place. */
function walk(by) {
  const there = steps.state && gone && unnamed().some(({ x, y }) => x === gone.x && y === gone.y);
  jump(looked + (there || !gone || by < 0 ? by : 0));
}

viewer.overlay = (context, { scale }) => {
  if (!steps.state) return;
  const [width, height] = steps.state.size;
  context.globalAlpha = Number(strength.value);
  if (over === "map") {
    context.globalCompositeOperation = "multiply"; // the pencil stays to be seen
    context.imageSmoothingEnabled = false;
    context.drawImage(map.canvas, 0, 0);
  } else if (over === "rough" && rough.canvas.width > 1) context.drawImage(rough.canvas, 0, 0, width, height);
  context.globalAlpha = 1;
  context.globalCompositeOperation = "source-over";
  const number = inside(at) && tool !== "line" ? places.at(at.x, at.y) : 0;
  const mask = number && places.mask(number, [255, 255, 255, 70]);
  if (mask) context.drawImage(mask.canvas, mask.x, mask.y);
  drawLines(context, steps.state.lines, scale);
  drawLines(context, steps.state.merges, scale, true);
  if (path.length) drawLines(context, [[...path, ...(at && cross ? [px(at)] : [])]], scale, tool === "merge");
  if (over === "map") drawNames(context, unnamed().filter(({ guess }) => guess).map((place) => ({ ...place, text: t("label.guess", { material: place.guess }) })), scale);
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
  if (steps.state.there === "other" && !replace) { $("#replace").showModal(); return; }
  await steps.sent;
  if (await ask(`${address}/use`, { replace })) steps.refresh(true);
}

for (const button of document.querySelectorAll("[data-tool]")) button.addEventListener("click", () => choose(button.dataset.tool));
for (const button of document.querySelectorAll("[data-over]")) button.addEventListener("click", () => lay(button.dataset.over));
strength.addEventListener("input", () => viewer.draw());
$("#sure").addEventListener("input", () => { if (steps.state) list(); });
for (const slider of [strength, $("#sure")]) slider.addEventListener("change", () => slider.blur());
undoing(steps, $("#undo"), $("#redo"));
$("#accept-all").addEventListener("click", acceptAll);
$("#use").addEventListener("click", () => use());
$("#replace button[value]").addEventListener("click", () => { $("#replace").close(); use(true); });
$("#fit").addEventListener("click", () => viewer.fit());
$("#actual").addEventListener("click", () => viewer.actual());
addEventListener("who", () => steps.refresh(true));

const nudge = (x, y) => (event) => {
  const far = (event.shiftKey ? 40 : 6) * (devicePixelRatio || 1) / viewer.scale;
  const from = inside(at) ? at : { x: steps.state.size[0] / 2, y: steps.state.size[1] / 2 };
  move({ x: Math.min(steps.state.size[0] - 1, Math.max(0, from.x + x * far)), y: Math.min(steps.state.size[1] - 1, Math.max(0, from.y + y * far)) }, true);
};
keys({
  ...viewerKeys(viewer), ...palette.keys(),
  ArrowLeft: nudge(-1, 0), ArrowRight: nudge(1, 0), ArrowUp: nudge(0, -1), ArrowDown: nudge(0, 1),
  " ": (event) => onButton(event) ? false : act(), Enter: (event) => onButton(event) ? false : accept(),
  a: acceptAll, n: (event) => walk(event.shiftKey ? -1 : 1), o: () => lay("map"), r: () => lay("rough"),
  v: () => choose("name"), l: () => choose("line"), m: () => choose("merge"), Escape: () => choose("name"),
  i: () => { const here = inside(at) && map.at(at.x, at.y); if (here) palette.choose(here.name); },
});
const picture = await ask(`${address}/drawing`);
if (picture) {
  viewer.open(picture);
  await steps.refresh();
  if (steps.state) prepare();
}
$("#waiting").hidden = true;
listen({ cut: label.number }, { changed: (names) => { if (!names.length || names.includes("labelling")) steps.refresh(); } });
