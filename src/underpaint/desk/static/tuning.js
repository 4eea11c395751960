// A material tuned: sliders whose rough follows while they move, kept in the cut's record or the film's when they are let go.

import { $, ask, make, t } from "./desk.js";

const MOST = { lines: 3, strokes: 1.5, evenness: 4, smooth: 1 };
const NAMES = Object.keys(MOST);

// Of some the middle of the slider is 1, as usual, and to its right the values grow faster; the others say what they are.
const grows = (name) => name === "lines" || name === "evenness";
const valueAt = (name, at) => Math.round((!grows(name) || at <= 1 ? at : 1 + (at - 1) * (MOST[name] - 1)) * 100) / 100;
const placeOf = (name, value) => !grows(name) || value <= 1 ? value : 1 + (value - 1) / (MOST[name] - 1);

export class Tuning {
  /** seed(): of the rough that follows. saved(state): told what the film says after a change. chosen(): a material was. */
  constructor(cut, { seed, saved, chosen }) {
    Object.assign(this, { cut, seed, saved, chosen });
    this.materials = [];
    this.name = "";
    this.scope = "cut";
    this.draft = null; // settings of the scope while a slider moves
    this.visible = this.busy = this.due = false;
    this.seen = ""; // what the rough on the table was made of
    for (const name of NAMES) {
      const slider = $(`#${name}`);
      slider.addEventListener("input", () => this.#move(name, valueAt(name, Number(slider.value))));
      slider.addEventListener("change", () => this.#save());
      slider.addEventListener("pointerup", () => slider.blur()); // so that the page's keys are keys again
      slider.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === "Escape") slider.blur(); });
    }
    for (const button of document.querySelectorAll("[data-scope]")) {
      button.addEventListener("click", () => { this.scope = button.dataset.scope; this.#sliders(); });
    }
    $("#as-found").addEventListener("click", () => { this.draft = {}; this.#save(); });
  }

  /** What the film says now. */
  fill(materials) {
    this.materials = materials;
    if (!this.draft) this.#sliders();
    $("#materials ul").replaceChildren(...materials.map(({ name, colour, own, film }) => {
      const swatch = make("i");
      swatch.style.background = colour;
      return make("li", {}, make("button", { type: "button", "data-material": name, "aria-pressed": String(name === this.name),
        "data-tuned": Object.keys({ ...film, ...own }).length ? "yes" : "no", onclick: () => this.choose(name) }, swatch, name));
    }));
    if (this.visible) this.follow();
  }

  choose(name) {
    this.name = name;
    this.draft = null;
    this.fill(this.materials);
    this.chosen();
  }

  show(visible) {
    this.visible = visible;
    $("#tuning").hidden = !visible || !this.name;
    if (visible) this.follow();
  }

  /** Paint the rough of what the sliders say, if it is not the one on the table. One is on its way at a time; the last one counts. */
  async follow() {
    const told = this.name ? { [this.name]: this.#settings() } : {};
    const wanted = `/picture/rough/${this.cut}/${this.seed()}?tuning=${encodeURIComponent(JSON.stringify(told))}`;
    const stamp = wanted + JSON.stringify(this.materials.map(({ name, own, film }) => name === this.name ? null : [own, film]));
    if (this.busy) { this.due = true; return; }
    if (stamp === this.seen) return;
    const table = $("#rough");
    this.busy = true;
    table.dataset.state = "busy";
    $("#follows").textContent = t("paint.following");
    const image = new Image();
    image.alt = "";
    image.src = wanted;
    image.addEventListener("click", (event) => this.#at(event, image));
    try {
      await image.decode();
      this.seen = stamp;
      table.replaceChildren(image);
      table.dataset.state = "ready";
    } catch {
      table.dataset.state = "wrong";
      if (!this.due) await ask(wanted); // says why
    }
    this.busy = false;
    $("#follows").textContent = "";
    if (this.due) { this.due = false; this.follow(); }
  }

  /** All settings of the material as they hold, with those of the slider that moves. */
  #settings() {
    const { own, film } = this.#material();
    if (!this.draft) return { ...film, ...own };
    return this.scope === "film" ? { ...this.draft, ...own } : { ...film, ...this.draft };
  }

  #material() {
    return this.materials.find(({ name }) => name === this.name) || { own: {}, film: {}, colour: "" };
  }

  #move(name, value) {
    const { own, film } = this.#material();
    this.draft = { ...(this.draft || (this.scope === "film" ? film : own)), [name]: value };
    this.#sliders();
    this.follow();
  }

  async #save() {
    if (!this.draft) return;
    const now = await ask(`/api/cut/${this.cut}/tune`, { material: this.name, settings: this.draft, everywhere: this.scope === "film" });
    this.draft = null;
    if (now) this.saved(now); else this.fill(this.materials);
  }

  #sliders() {
    $("#tuning").hidden = !this.visible || !this.name;
    const { film, own, colour } = this.#material();
    $("#material").textContent = this.name;
    $("#tuning i").style.background = colour;
    for (const button of document.querySelectorAll("[data-scope]")) button.setAttribute("aria-pressed", button.dataset.scope === this.scope);
    const settings = this.scope === "film" ? this.draft || film : { ...film, ...(this.draft || own) };
    for (const name of NAMES) {
      const value = settings[name];
      const usual = name === "smooth" ? t("paint.found") : t("paint.usual");
      $(`#${name}`).value = placeOf(name, value ?? (name === "smooth" ? 0.5 : 1));
      $(`#${name}-value`).textContent = value === undefined || (value === 1 && name !== "smooth") ? usual : String(value);
    }
  }

  async #at(event, image) {
    const box = image.getBoundingClientRect();
    const scale = Math.min(box.width / image.naturalWidth, box.height / image.naturalHeight);
    const x = (event.clientX - box.left - (box.width - image.naturalWidth * scale) / 2) / (image.naturalWidth * scale);
    const y = (event.clientY - box.top - (box.height - image.naturalHeight * scale) / 2) / (image.naturalHeight * scale);
    if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) return;
    const told = await ask(`/api/cut/${this.cut}/material?x=${x}&y=${y}`);
    if (told?.material) this.choose(told.material);
  }
}
