// The rough beside the layout: one is made at a time, and another one when the map changed meanwhile.

import { $, t } from "./desk.js";

export class LiveRough {
  /** In `element`, with a canvas and a line of text. address: of the rough. ondrawn() is told of every new one. */
  constructor(element, address, ondrawn) {
    this.element = element;
    this.canvas = $("canvas", element);
    this.line = $("p", element);
    this.address = address;
    this.ondrawn = ondrawn;
    this.busy = false;
    this.wanted = null;
    this.done = Promise.resolve(); // once none is being made
  }

  /** steps: how far the labelling is that it will show. */
  ask(steps) {
    this.wanted = steps;
    if (!this.busy) this.done = this.#make();
  }

  async #make() {
    this.busy = true;
    while (this.wanted !== null) {
      const now = this.wanted;
      this.wanted = null;
      if (this.canvas.width <= 1) this.line.textContent = t("paint.following");
      this.element.dataset.state = "making";
      const answer = await fetch(this.address).catch(() => null);
      if (answer?.ok) await this.#draw(await answer.blob(), now);
      else if (answer?.status === 409) { // another page of this cut asked later
        await new Promise((done) => setTimeout(done, 700));
        this.wanted ??= now;
      } else if (answer) this.say((await answer.json()).error || t("error.log"));
    }
    this.busy = false;
    if (!this.line.textContent) this.element.dataset.state = "fresh";
  }

  /** A line in place of a rough. */
  say(line) {
    this.line.textContent = line;
    this.canvas.width = this.canvas.height = 1;
    this.element.dataset.state = "none";
  }

  async #draw(png, steps) {
    const picture = await createImageBitmap(png);
    [this.canvas.width, this.canvas.height] = [picture.width, picture.height];
    this.canvas.getContext("2d").drawImage(picture, 0, 0);
    this.element.style.aspectRatio = `${picture.width} / ${picture.height}`;
    this.line.textContent = "";
    this.element.dataset.steps = steps;
    this.ondrawn();
  }
}
