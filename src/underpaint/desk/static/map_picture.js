// A material map as the page has it: drawn, asked what is where, filled at once where somebody names a place.

export class MapPicture {
  /** materials: [{name, colour}]. */
  constructor(materials) {
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.colours = materials.map(({ name, colour }) => ({ name, rgb: rgbOf(colour) }));
    this.pixels = null;
  }

  /** Take a PNG, in base64. */
  async load(png) {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))], { type: "image/png" }));
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.context.drawImage(picture, 0, 0);
    picture.close();
    this.pixels = null;
    this.edges = null;
  }

  clear() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.pixels = this.edges = null;
  }

  /** Fill a place of these: its number in a colour. */
  fill(places, number, colour) {
    const mask = places.mask(number, [...rgbOf(colour), 255]);
    if (mask) this.context.drawImage(mask.canvas, mask.x, mask.y);
    this.pixels = null;
  }

  /** The material at a place, and whether it is a guess; null where nothing is. */
  at(x, y) {
    const { width, height } = this.canvas;
    if (!(x >= 0 && y >= 0 && x < width && y < height)) return null;
    this.pixels ||= this.context.getImageData(0, 0, width, height).data;
    const [red, green, blue, alpha] = this.pixels.subarray((Math.floor(y) * width + Math.floor(x)) * 4);
    if (!alpha) return null;
    let best = null, least = Infinity;
    for (const { name, rgb } of this.colours) { // half transparent ones come back a little off
      const off = Math.abs(rgb[0] - red) + Math.abs(rgb[1] - green) + Math.abs(rgb[2] - blue);
      if (off < least) [best, least] = [name, off];
    }
    return { name: best, guessed: alpha < 255 };
  }

  /** A canvas with the borders between materials, white beside black, to be seen on any paint. */
  outline() {
    if (this.edges) return this.edges;
    const { width, height } = this.canvas;
    const edges = document.createElement("canvas");
    edges.width = width;
    edges.height = height;
    if (width && height) {
      const flat = new Uint32Array(this.context.getImageData(0, 0, width, height).data.buffer);
      const drawn = new ImageData(width, height);
      const ink = new Uint32Array(drawn.data.buffer);
      const here = (at, other) => { if (flat[at] !== flat[other]) { ink[at] = 0xffffffff; ink[other] = 0xff000000; } };
      for (let y = 0; y < height - 1; y++) {
        for (let x = 0; x < width - 1; x++) {
          const at = y * width + x;
          here(at, at + 1);
          here(at, at + width);
        }
      }
      edges.getContext("2d").putImageData(drawn, 0, 0);
    }
    this.edges = edges;
    return edges;
  }
}

export const rgbOf = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
