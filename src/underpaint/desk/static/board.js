// Label a board: strokes of materials over its painting; the map follows each of them.

import { $, ask, data, keys, listen, somebody, t } from "./desk.js";
import { drawCross } from "./label_marks.js";
import { MapPicture } from "./map_picture.js";
import { Palette } from "./palette.js";
import { record } from "./board_record.js";
import { Steps, onButton, undoing } from "./steps.js";
import { Viewer, viewerKeys } from "./viewer.js";

const label = data("label");
const address = `/api/board/${encodeURIComponent(label.name)}`;
const viewer = new Viewer($("#viewer"));
const mapViewer = new Viewer($("#map-viewer"));
const map = new MapPicture(label.materials);
const palette = new Palette($("#palette"), label.materials, () => choose("stroke"));
const ink = document.createElement("canvas"); // the strokes, in px of the painting
const strength = $("#strength");
const steps = new Steps(`${address}/label`, take);

let tool = "stroke"; // or "erase"
let view = "overlay"; // or "outline", "side", ""
let strokes = true; // whether they are shown
let at = null; // the pointer or crosshair, px of the painting
let cross = false; // whether keys moved it last
let stroke = null; // that is being drawn: {kind, material, width, points}

async function take(now) {
  if (ink.width !== now.size[0] || ink.height !== now.size[1]) [ink.width, ink.height] = now.size;
  if (now.map) await map.load(now.map);
  else map.clear();
  draw();
  $("#waiting").hidden = true;
  $("#undo").disabled = !now.can_undo;
  $("#redo").disabled = !now.can_redo;
  $("#use").disabled = !now.strokes.length || !now.map || now.used;
  $("#told").textContent = now.thin.length ? t("board.thin", { names: now.thin.join(", ") }) : now.used ? t("board.map.used")
    : !now.map ? t("board.start") : now.strokes.length ? t("board.map.follows") : t("board.map.there");
  under();
  $("#viewer").dataset.map = now.map ? "yes" : "no";
  $("#viewer").dataset.steps = now.steps;
}

/** The strokes that the server has, and over them those that it does not know yet. */
function draw() {
  const context = ink.getContext("2d");
  context.clearRect(0, 0, ink.width, ink.height);
  for (const each of [...steps.state.strokes, ...steps.pending, ...(stroke ? [stroke] : [])]) lay(context, each);
  viewer.draw();
  mapViewer.draw();
}

function lay(context, { points, material, width }, from = 0) {
  if (!points) return; // an undo on its way
  context.globalCompositeOperation = material ? "source-over" : "destination-out";
  context.strokeStyle = palette.colours.get(material) || "#000";
  context.lineWidth = width;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  points.slice(from).forEach(([x, y], index) => index ? context.lineTo(x, y) : context.moveTo(x, y));
  if (points.length - from === 1) context.lineTo(points[from][0] + 0.01, points[from][1]);
  context.stroke();
}

// The brush. Its size is told in px of the painting, and grows the faster the larger it is.

const width = () => Math.max(1, Math.round(label.widest ** (Number($("#size").value) / 100)));
function size(by = 0) {
  $("#size").value = Number($("#size").value) + by;
  $("#px").textContent = width();
  viewer.draw();
}

const inside = (place) => place && viewer.first && place.x >= 0 && place.y >= 0 && place.x < viewer.first.width && place.y < viewer.first.height;
const px = ({ x, y }) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10];

function begin(place) {
  stroke = { kind: tool, material: tool === "stroke" ? palette.current : "", width: width(), points: [px(place)] };
  lay(ink.getContext("2d"), stroke);
  viewer.draw();
}

function extend(place) {
  const [x, y] = px(place), [before, low] = stroke.points.at(-1);
  if (Math.hypot(x - before, y - low) * viewer.scale < 2 || stroke.points.length > 4000) return;
  stroke.points.push([x, y]);
  lay(ink.getContext("2d"), stroke, stroke.points.length - 2);
  viewer.draw();
}

async function finish() {
  const { kind, ...told } = stroke;
  stroke = null;
  if (!(await steps.add(kind, told, told))) draw();
}

viewer.onpress = (event, place) => {
  if (!steps.state || !inside(place)) return false;
  move(place, false);
  if (stroke) finish();
  begin(place);
  return true;
};
viewer.onmove = (event, place, held) => {
  move(place, false);
  if (held && stroke) extend(place);
};
viewer.canvas.addEventListener("pointerleave", () => { if (!cross && !stroke) move(null, false); });
viewer.onrelease = () => { if (stroke) finish(); };

function move(place, byKeys) {
  at = place;
  cross = byKeys;
  under();
  viewer.draw();
  mapViewer.draw();
}

function under() {
  const here = steps.state && inside(at) ? map.at(at.x, at.y) : null;
  $("#under").textContent = here ? here.name : "";
}

// What is shown.

viewer.overlay = (context, { scale }) => {
  if (!steps.state) return;
  context.imageSmoothingEnabled = false;
  context.globalAlpha = Number(strength.value);
  if (view === "overlay") context.drawImage(map.canvas, 0, 0);
  context.globalAlpha = 1;
  context.imageSmoothingEnabled = scale < 1;
  if (view === "outline") context.drawImage(map.outline(), 0, 0);
  if (strokes) context.drawImage(ink, 0, 0);
  if (cross && at) drawCross(context, at, scale);
  if (!inside(at)) return;
  for (const [line, colour] of [[3, "#000"], [1.5, "#fff"]]) {
    context.strokeStyle = colour;
    context.lineWidth = line / scale;
    context.beginPath();
    context.arc(at.x, at.y, width() / 2, 0, 7);
    context.stroke();
  }
};
mapViewer.overlay = (context, { scale }) => {
  context.imageSmoothingEnabled = false;
  if (steps.state) context.drawImage(map.canvas, 0, 0);
  if (at) drawCross(context, at, scale);
};

/** Both pictures side by side move as one. */
function together(one, other) {
  if (view !== "side" || (one.scale === other.scale && one.x === other.x && one.y === other.y)) return;
  [other.scale, other.x, other.y, other.fitted] = [one.scale, one.x, one.y, one.fitted];
  other.draw();
}
let leads = viewer;
for (const each of [viewer, mapViewer]) {
  each.element.addEventListener("pointerenter", () => { leads = each; });
  each.onview = () => { if (leads === each) together(each, each === viewer ? mapViewer : viewer); };
}

function show(wanted) {
  view = view === wanted ? "" : wanted;
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === view);
  const views = $(".views");
  const side = view === "side" ? "yes" : "no";
  if (views.dataset.side !== side) {
    views.dataset.side = side;
    leads = viewer;
    requestAnimationFrame(() => requestAnimationFrame(() => viewer.fit()));
  }
  viewer.draw();
}

function choose(wanted) {
  tool = wanted;
  for (const button of document.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", button.dataset.tool === tool);
}

async function use(replace = false) {
  if ($("#use").disabled || !(await somebody())) return;
  if (steps.state.there === "other" && !replace) { $("#replace").showModal(); return; }
  await steps.sent;
  if (!(await ask(`${address}/label/use`, { replace }))) return;
  steps.refresh(true);
  rights.again();
}

for (const button of document.querySelectorAll("[data-tool]")) button.addEventListener("click", () => choose(button.dataset.tool));
for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => show(button.dataset.view));
strength.addEventListener("input", () => viewer.draw());
$("#size").addEventListener("input", () => size());
for (const slider of [strength, $("#size")]) slider.addEventListener("change", () => slider.blur());
undoing(steps, $("#undo"), $("#redo"));
$("#use").addEventListener("click", () => use());
$("#replace button[value]").addEventListener("click", () => { $("#replace").close(); use(true); });
$("#fit").addEventListener("click", () => viewer.fit());
addEventListener("who", () => steps.refresh(true));

const nudge = (x, y) => (event) => {
  if (!steps.state) return;
  const [right, bottom] = steps.state.size;
  const far = (event.shiftKey ? 40 : 6) * (devicePixelRatio || 1) / viewer.scale;
  const from = inside(at) ? at : { x: right / 2, y: bottom / 2 };
  move({ x: Math.min(right - 1, Math.max(0, from.x + x * far)), y: Math.min(bottom - 1, Math.max(0, from.y + y * far)) }, true);
  if (stroke) extend(at);
};
keys({
  ...viewerKeys(viewer), ...palette.keys(),
  ArrowLeft: nudge(-1, 0), ArrowRight: nudge(1, 0), ArrowUp: nudge(0, -1), ArrowDown: nudge(0, 1),
  " ": (event) => { if (onButton(event)) return false; if (stroke) finish(); else if (inside(at) && steps.state) begin(at); },
  b: () => choose("stroke"), e: () => choose("erase"), "[": () => size(-4), "]": () => size(4),
  o: () => show("overlay"), u: () => show("outline"), s: () => show("side"), h: () => { strokes = !strokes; viewer.draw(); },
  i: () => { const here = inside(at) && map.at(at.x, at.y); if (here) palette.choose(here.name); },
});

size();
const rights = record($("#record"), $("#lacking"), label, address);
const picture = await ask(`${address}/view`);
if (picture) {
  $("#size").value = 100 * Math.log(Math.max(6, picture.width / 160)) / Math.log(label.widest);
  size();
  viewer.open(picture);
  mapViewer.open(picture);
  await steps.refresh();
}
$("#waiting").hidden = true;
listen({ board: label.name }, { changed: (names) => {
  if (!names.length || names.includes("scribbles")) steps.refresh();
  if (!names.length || names.includes("board")) rights.again();
} });
