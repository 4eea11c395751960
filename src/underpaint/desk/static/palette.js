// The film's materials to choose from: swatches, keys 1-9 for nine of them at a time, and a filter.

import { make, t } from "./desk.js";

const NINE = 9;

export class Palette {
  /** In `element`. materials: [{name, colour}]. onchoose(name) is told of every choice. */
  constructor(element, materials, onchoose = () => {}) {
    this.materials = materials;
    this.colours = new Map(materials.map(({ name, colour }) => [name, colour]));
    this.current = materials[0].name;
    this.onchoose = onchoose;
    this.first = 0; // of those shown, the one with key 1
    this.filter = make("input", { type: "search", placeholder: t("label.filter"), "aria-label": t("label.filter"), autocomplete: "off", spellcheck: "false" });
    this.list = make("ol", { class: "materials" });
    this.more = make("button", { type: "button", class: "quiet", onclick: () => this.turn() }, t("label.nine"), " ", make("kbd", {}, "0"));
    element.append(this.filter, this.list, this.more);
    this.filter.addEventListener("input", () => { this.first = 0; this.#lay(); });
    this.filter.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.shown.length) this.choose(this.shown[0].name);
      if (event.key !== "Enter" && event.key !== "Escape") return;
      this.filter.value = "";
      this.filter.blur();
      this.#lay();
      event.preventDefault();
    });
    this.#lay();
  }

  get colour() { return this.colours.get(this.current); }

  choose(name) {
    this.current = name;
    const at = this.shown.findIndex((material) => material.name === name);
    if (at >= 0 && (at < this.first || at >= this.first + NINE)) this.first = at - at % NINE;
    this.#lay();
    this.onchoose(name);
  }

  /** The next nine get the keys. */
  turn() {
    this.first = this.first + NINE < this.shown.length ? this.first + NINE : 0;
    this.#lay();
  }

  /** For keys() of desk.js. */
  keys() {
    const table = { 0: () => this.turn(), "/": () => this.filter.focus() };
    for (let key = 1; key <= NINE; key++) {
      table[key] = () => { const material = this.shown[this.first + key - 1]; if (material) this.choose(material.name); };
    }
    return table;
  }

  #lay() {
    const wanted = this.filter.value.trim().toLowerCase();
    this.shown = this.materials.filter(({ name }) => name.toLowerCase().includes(wanted));
    this.list.replaceChildren(...this.shown.map(({ name, colour }, at) => {
      const swatch = make("i");
      swatch.style.background = colour;
      const key = at - this.first + 1;
      return make("li", {}, make("button", { type: "button", "data-material": name, "aria-pressed": String(name === this.current), onclick: () => this.choose(name) },
        make("kbd", { class: key >= 1 && key <= NINE ? false : "none" }, key >= 1 && key <= NINE ? String(key) : " "), swatch, make("span", {}, name)));
    }));
    this.more.hidden = this.shown.length <= NINE;
    this.list.children[this.first]?.scrollIntoView({ block: "nearest" });
    this.list.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest" });
  }
}
