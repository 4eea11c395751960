// The painting: a place lassoed and painted anew, before and after, and the way back.

import { $, ask, make, t } from "./desk.js";
import { Viewer } from "./viewer.js";

const APART = 2; // px on the screen between two points of a lasso
const MOST_POINTS = 4000;

export class Mending {
  /** run(address, told): starts something that takes a while and answers when it has ended well. */
  constructor(cut, run) {
    Object.assign(this, { cut, run });
    this.viewer = new Viewer($("#viewer"));
    this.paintings = [];
    this.before = ""; // the take that the newest is compared with
    this.outline = []; // px of the painting: x, y, x, y …
    this.drawing = this.busy = this.blinking = false;
    this.views = new Map();
    this.viewer.overlay = (context, viewer) => this.#line(context, viewer);
    this.viewer.onview = ({ scale }) => { $("#scale").textContent = `${Math.round(scale * 100)} %`; };
    this.viewer.onpress = (event, at) => this.#press(at);
    this.viewer.onmove = (event, at, pressed) => { if (pressed && this.drawing) this.#add(at); };
    this.viewer.onrelease = () => this.#release();
    $("#lasso").addEventListener("click", () => this.draw());
    $("#blink").addEventListener("click", () => this.blink());
    $("#fit").addEventListener("click", () => this.viewer.fit());
    $("#actual").addEventListener("click", () => this.viewer.actual());
    $("#mend").addEventListener("click", () => this.start());
    $("#mend-again").addEventListener("click", () => { $("#seed").value = Number($("#seed").value) + 1; this.start(); });
  }

  get outlined() { return this.outline.length >= 6 && !this.drawing; }

  /** What the film says now; the newest painting is shown. */
  fill(paintings) {
    const newest = this.paintings.at(-1)?.take;
    this.paintings = paintings;
    const now = paintings.at(-1);
    if (now && now.take !== newest) this.before = now.base || now.back_to && newest || paintings.at(-2)?.take || "";
    $("#place-by").hidden = !now?.again;
    $("#place-by option").textContent = now?.again || "";
    $("#empty").hidden = Boolean(now);
    $("#blink").disabled = !this.before;
    $("#paintings").hidden = !this.visible || !paintings.length;
    $("#paintings ol").replaceChildren(...paintings.toReversed().map((each) => this.#entry(each, each === now)));
    this.#buttons();
    if (now && now.take !== newest) this.#open();
  }

  show(visible) {
    this.visible = visible;
    $("#place").hidden = !visible || !this.paintings.length;
    $("#paintings").hidden = !visible || !this.paintings.length;
    if (!visible) { this.#blinks(false); this.#lasso(false); }
    else this.#open();
  }

  running(busy) {
    this.busy = busy;
    this.#buttons();
  }

  /** Take the lasso, or lay it down. */
  draw() {
    this.#lasso($("#lasso").getAttribute("aria-pressed") !== "true");
  }

  forget() {
    this.outline = [];
    this.#lasso(false);
    this.#blinks(false);
    this.#buttons();
    this.viewer.draw();
  }

  async start() {
    if (!this.outlined || this.busy) return;
    const seed = Number($("#seed").value);
    this.#blinks(false);
    this.#lasso(false);
    const boards = $("#place-by").hidden || $("#place-by select").value === "boards";
    if (await this.run("place", { outline: this.outline, seed, boards })) $("#mend-again").hidden = false;
  }

  blink() {
    if (this.before) this.#blinks(!this.blinking);
  }

  async #blinks(on) {
    this.blinking = on;
    $("#blink").setAttribute("aria-pressed", on);
    await this.#open();
    for (const button of document.querySelectorAll("#paintings [data-take]")) {
      button.setAttribute("aria-pressed", on && button.dataset.take === this.before);
    }
  }

  async #open() {
    const now = this.paintings.at(-1);
    if (!now) return;
    const first = await this.#view(now.take);
    const second = this.blinking ? await this.#view(this.before) : null;
    if (!first || now.take !== this.paintings.at(-1)?.take) return;
    this.viewer.open(first, second);
    this.viewer.compare(this.blinking && second ? "blink" : "one");
    $("#viewer").dataset.take = now.take;
  }

  async #view(take) {
    if (!this.views.has(take)) {
      const told = await ask(`/api/cut/${this.cut}/view/${take}.final`);
      if (told) this.views.set(take, told);
    }
    return this.views.get(take) || null;
  }

  #entry(each, newest) {
    const told = each.kind !== "machine" ? t("paint.by_hand", { who: each.by })
      : each.back_to ? t("paint.back_to", { take: each.back_to })
        : each.place ? t("paint.mended", { seed: each.place.seed }) : t("paint.whole", { s: each.seconds.toFixed(1) });
    const compare = () => { this.before = each.take; this.#blinks(true); };
    const beside = [each.model && t("look.by_model", { model: each.model }), each.rough_model && t("look.rough_model", { model: each.rough_model }),
      each.off_lines && t("look.off_lines", { n: each.lines.toFixed(2) })].filter(Boolean);
    const words = [make("b", {}, each.take), make("span", {}, ...[told, ...beside].map((line) => make("small", {}, line)))];
    return make("li", {}, newest ? make("div", { "data-newest": each.take }, ...words)
      : make("button", { type: "button", "data-take": each.take, "aria-pressed": "false", onclick: compare }, ...words),
    newest || each.kind !== "machine" ? null : make("button", { type: "button", class: "back", "data-back": each.take, title: t("paint.back"),
      "aria-label": `${t("paint.back")}: ${each.take}`, onclick: () => this.#back(each.take) }, "↩"));
  }

  async #back(take) {
    if (!this.busy) await ask(`/api/cut/${this.cut}/back`, { take });
  }

  #buttons() {
    $("#mend").disabled = this.busy || !this.outlined;
    $("#mend-again").disabled = this.busy || !this.outlined;
    $("#lasso").disabled = !this.paintings.length;
    for (const button of document.querySelectorAll("#paintings .back")) button.disabled = this.busy;
    $("#place").dataset.outlined = this.outlined ? "yes" : "no";
  }

  #lasso(on) {
    if (on) this.#blinks(false);
    $("#lasso").setAttribute("aria-pressed", on);
    $("#viewer").dataset.lasso = on ? "yes" : "no";
  }

  #press(at) {
    if ($("#viewer").dataset.lasso !== "yes") return false;
    this.outline = [];
    this.drawing = true;
    $("#mend-again").hidden = true;
    this.#add(at);
    return true;
  }

  #add({ x, y }) {
    const [lastX, lastY] = this.outline.slice(-2);
    if (lastX !== undefined && Math.hypot(x - lastX, y - lastY) * this.viewer.scale < APART) return;
    if (this.outline.length < 2 * MOST_POINTS) this.outline.push(Math.round(x * 10) / 10, Math.round(y * 10) / 10);
    this.viewer.draw();
  }

  #release() {
    this.drawing = false;
    if (!this.outlined) this.outline = [];
    this.#buttons();
    this.viewer.draw();
  }

  #line(context, { scale }) {
    if (this.outline.length < 4 || this.blinking) return;
    for (const [width, colour] of [[3, "#000"], [1.5, "#fff"]]) {
      context.strokeStyle = colour;
      context.lineWidth = width / scale;
      context.beginPath();
      context.moveTo(this.outline[0], this.outline[1]);
      for (let i = 2; i < this.outline.length; i += 2) context.lineTo(this.outline[i], this.outline[i + 1]);
      if (!this.drawing) context.closePath();
      context.stroke();
    }
  }
}
