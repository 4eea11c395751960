// The places of a drawing: which one lies under a pixel, and its shape.

export class Places {
  constructor() {
    this.width = this.height = 0;
    this.numbers = new Uint32Array(0);
    this.masks = new Map();
    this.pixels = new Uint32Array(1);
  }

  /** Read them from a PNG: red + 256 green + 65536 blue is a place's number. */
  async load(address) {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const picture = await createImageBitmap(await answer.blob());
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(picture, 0, 0);
    const read = new Uint32Array(context.getImageData(0, 0, picture.width, picture.height).data.buffer);
    this.numbers = read.map((value) => value & 0xffffff);
    [this.width, this.height] = [picture.width, picture.height];
    this.masks.clear();
    this.pixels = new Uint32Array(1 + this.numbers.reduce((most, number) => Math.max(most, number), 0));
    for (const number of this.numbers) this.pixels[number]++;
  }

  /** How much of the picture a place is, 0..1. */
  share(number) {
    return this.pixels[number] / this.numbers.length;
  }

  /** The place at x, y; 0 outside of the picture. */
  at(x, y) {
    if (!(x >= 0 && y >= 0 && x < this.width && y < this.height)) return 0;
    return this.numbers[Math.floor(y) * this.width + Math.floor(x)];
  }

  /** {canvas, x, y}: the shape of a place in a colour, [red, green, blue, alpha]. */
  mask(number, colour) {
    const key = `${number} ${colour}`;
    if (this.masks.has(key)) return this.masks.get(key);
    const box = this.#box(number);
    if (!box) return null;
    const [left, top, right, bottom] = box;
    const [width, height] = [right - left + 1, bottom - top + 1];
    const drawn = new ImageData(width, height);
    const ink = new Uint32Array(drawn.data.buffer);
    const [red, green, blue, alpha] = colour;
    const value = (alpha << 24 | blue << 16 | green << 8 | red) >>> 0;
    for (let y = 0; y < height; y++) {
      const row = (top + y) * this.width + left;
      for (let x = 0; x < width; x++) if (this.numbers[row + x] === number) ink[y * width + x] = value;
    }
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").putImageData(drawn, 0, 0);
    if (this.masks.size > 30) this.masks.clear();
    const found = { canvas, x: left, y: top };
    this.masks.set(key, found);
    return found;
  }

  #box(number) {
    let left = this.width, right = -1, top = -1, bottom = -1;
    for (let y = 0, at = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++, at++) {
        if (this.numbers[at] !== number) continue;
        if (top < 0) top = y;
        bottom = y;
        if (x < left) left = x;
        if (x > right) right = x;
      }
    }
    return right < 0 ? null : [left, top, right, bottom];
  }
}
