// Paint: four roughs to pick from, materials tuned, the painting at full size, one place of it anew.

import { $, ask, complain, data, doing, keys, listen, make, t } from "./desk.js";
import { Mending } from "./mending.js";
import { Tuning } from "./tuning.js";
import { viewerKeys } from "./viewer.js";

const FOUR = 4;

let shown = data("shown");
const cut = shown.number;
let batch = { running: false };
let ended = 0; // runs that this page saw the end of
let waiting = [];
let mode = shown.paintings.length ? "painting" : "roughs";
let group = 0; // which four seeds

// Who makes roughs, as the page has it chosen: names of cards by part, none of them where the boards do.
const by = () => Object.fromEntries(["model", "controlnet", "lora"].map((part) => [part, $(`#by-${part}`)?.value ?? ""]));
const whose = () => shown.cards.model.find(({ name }) => name === by().model)?.label ?? "";

const picked = () => shown.roughs.find((rough) => rough.take === shown.picked);
const seed = () => picked()?.seed ?? 0;
const roughOf = (number) => {
  const own = shown.roughs.filter((rough) => rough.seed === number && rough.model === whose());
  return own.findLast((rough) => rough.now) || own.at(-1);
};
const seedsOf = (at) => Array.from({ length: FOUR }, (_, i) => at * FOUR + i);

const tuning = new Tuning(cut, { seed, saved: take, chosen: () => { if (mode !== "tune") choose("tune"); } });
const mending = new Mending(cut, run);

/** Start something that runs for a while; true when it has ended by itself. */
async function run(address, told) {
  const before = ended;
  $("#said").textContent = "";
  if (!(await ask(`/api/cut/${cut}/${address}`, told))) return false;
  await new Promise((found) => waiting.push({ before, found }));
  return !batch.cancelled && !batch.wrong?.length;
}

async function paint() {
  if (batch.running) return;
  const chosen = picked();
  if (!chosen && !shown.roughs.length && mode === "roughs") return makeFour();
  if (chosen && !chosen.now) { // something has changed since: the rough that is on the table counts
    if (!madeBy(chosen)) return complain(t("paint.old.model", { model: chosen.model }));
    if (!(await run("roughs", { first: chosen.seed, count: 1, ...by() }))) return;
    const made = roughOf(chosen.seed);
    if (!made?.now || !(await ask(`/api/cut/${cut}/pick`, { take: made.take }))) return;
  }
  const last = shown.paintings.at(-1)?.take;
  if (!(await run("paint/start", {}))) return;
  const now = shown.paintings.at(-1)?.take;
  $("#said").textContent = now === last ? t("paint.now") : t("paint.done", { take: now });
  choose("painting");
}

function makeFour() {
  if (!batch.running) return run("roughs", { first: group * FOUR, count: FOUR, ...by() });
}

/** Choose who made that rough to make others too; false where its model has no card any more. */
function madeBy(rough) {
  if (!$("#by")) return !rough.model;
  if (whose() !== rough.model) {
    $("#by-model").value = shown.cards.model.find(({ label }) => label === rough.model)?.name ?? "";
    showBy();
  }
  return whose() === rough.model;
}

function showBy() {
  if ($("#by-with")) $("#by-with").hidden = !by().model;
  showRoughs();
}

async function pick(at) {
  const rough = roughOf(group * FOUR + at);
  if (!rough || !(await ask(`/api/cut/${cut}/pick`, { take: rough.take }))) return;
  await again();
  if (mode === "tune") tuning.follow();
}

function others() {
  group++;
  showRoughs();
  if (seedsOf(group).some((number) => !roughOf(number))) makeFour();
}

function earlier() {
  group = Math.max(0, group - 1);
  showRoughs();
}

function showRoughs() {
  const four = seedsOf(group).map(roughOf);
  const some = four.some(Boolean);
  $("#none").hidden = some || batch.running;
  $("#old").hidden = !four.some((rough) => rough && !rough.now);
  $("#again").disabled = $("#make").disabled = $("#others").disabled = batch.running;
  $("#earlier").disabled = !group;
  $("#seeds").textContent = some || group ? `${group * FOUR}–${group * FOUR + FOUR - 1}` : "";
  const list = $("#roughs");
  list.hidden = !some && !batch.running;
  four.forEach((rough, at) => {
    const number = group * FOUR + at;
    const stamp = JSON.stringify([number, rough, shown.picked === rough?.take]);
    if (list.children[at]?.dataset.stamp === stamp) return;
    const item = make("li", { class: rough && !rough.now ? "old" : null });
    item.dataset.stamp = stamp;
    item.append(rough ? make("button", { type: "button", "data-seed": number, "data-take": rough.take,
      "aria-pressed": String(rough.take === shown.picked), onclick: () => pick(at) },
      make("img", { src: `/picture/${rough.key}/1280`, alt: "" }),
      make("span", {}, make("kbd", {}, String(at + 1)), make("small", {}, t("paint.rough", { seed: number })),
        rough.model ? make("small", {}, t("look.by_model", { model: rough.model })) : null,
        rough.take === shown.picked ? make("b", {}, t("paint.picked")) : null,
        rough.now ? null : make("small", {}, t("paint.old")))) : make("span", { class: "blank" }, t("paint.rough", { seed: number })));
    if (list.children[at]) list.children[at].replaceWith(item); else list.append(item);
  });
}

function showBatch() {
  const { running, cancelled, cuts = {} } = batch;
  $("#progress").hidden = !running;
  $("#start").disabled = running;
  if (running) $("#stale").hidden = true;
  $("#stop").disabled = Boolean(cancelled);
  mending.running(running);
  if (running) {
    const [stage, done] = cuts[cut] || ["", 0];
    $("#progress progress").value = done;
    $("#said").textContent = cancelled ? t("paint.stopping") : doing(stage) ? `${doing(stage)} ${Math.round(done * 100)} %`
      : t(Object.keys(cuts).length && !stage ? "paint.busy" : "paint.waiting");
  }
  $("#meanwhile").hidden = !batch.meanwhile;
  $("#meanwhile small").textContent = batch.meanwhile || "";
  showRoughs();
}

let hearing = Promise.resolve();
const heard = (state) => { hearing = hearing.then(() => hear(state)); };

async function hear(state) {
  const over = batch.running && !state.running;
  if (over) await again(); // what was made is on the table before the page says that it is over
  batch = state;
  showBatch();
  if (!over) return;
  $("#said").textContent = state.cancelled ? t("paint.stopped") : "";
  take(shown);
  if (state.wrong?.length) complain(state.wrong.join("  "));
  ended++;
  for (const each of waiting) if (each.before < ended) each.found();
  waiting = waiting.filter((each) => each.before >= ended);
}

function choose(wanted) {
  mode = wanted;
  document.body.dataset.mode = mode;
  for (const part of document.querySelectorAll(".of-mode")) part.hidden = part.dataset.of !== mode;
  for (const button of document.querySelectorAll("[data-mode]")) button.setAttribute("aria-pressed", button.dataset.mode === mode);
  $("#materials").hidden = mode === "painting";
  tuning.show(mode === "tune");
  mending.show(mode === "painting");
}

function take(now) {
  shown = now;
  $("#state").dataset.state = now.state;
  $("#state").textContent = t(`state.${now.state}`);
  const machine = now.paintings.findLast((each) => each.kind === "machine");
  $("#stale").hidden = batch.running || !machine || machine.now;
  tuning.fill(shown.materials);
  mending.fill(shown.paintings);
  showRoughs();
}

async function again() {
  const now = await ask(`/api/cut/${cut}/paint`);
  if (now) take(now);
}

for (const button of document.querySelectorAll("button[data-mode]")) button.addEventListener("click", () => choose(button.dataset.mode));
$("#start").addEventListener("click", paint);
$("#stop").addEventListener("click", () => ask("/api/paint/stop", {}));
$("#make").addEventListener("click", makeFour);
$("#again").addEventListener("click", makeFour);
$("#others").addEventListener("click", others);
$("#earlier").addEventListener("click", earlier);

const picking = Object.fromEntries(seedsOf(0).map((at) => [String(at + 1), () => pick(at)]));
keys({
  ...viewerKeys(mending.viewer), ...picking,
  Enter: (event) => event.target.closest?.("button, a") ? false : mode === "painting" && mending.outlined ? mending.start() : paint(),
  r: () => choose("roughs"), t: () => choose("tune"), p: () => choose("painting"),
  o: () => { if (!batch.running) { choose("roughs"); others(); } },
  m: () => { if (!$("#old").hidden) makeFour(); },
  l: () => { choose("painting"); mending.draw(); },
  b: () => mending.blink(), Escape: () => mending.forget(),
  ArrowLeft: (event) => mode === "roughs" ? earlier() : viewerKeys(mending.viewer).ArrowLeft(event),
});

for (const element of document.querySelectorAll("#by select")) element.addEventListener("change", showBy);
if ($("#by-controlnet")) $("#by-controlnet").value = shown.cards.controlnet[0].name; // lines are law
const last = picked() ?? shown.roughs.at(-1);
if (last) madeBy(last);
if ($("#by-with")) $("#by-with").hidden = !by().model;

group = Math.floor(seed() / FOUR);
take(shown);
choose(mode);
showBatch();
listen({ cut }, { batch: heard, changed: again });
