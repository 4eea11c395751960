// A picture to any depth: tiles over powers of two on a canvas, moved by wheel, drag, pinch and keys; two at once to compare.

import { ask, t } from "./desk.js";

const SIDE = 512;
const KEPT_TILES = 220;
const AT_ONCE = 4; // of the six lines that a browser has to one server
const NEAR = 9; // px on the screen within which the divider is taken

const tiles = new Map(); // address to {image, used}; oldest first
let loading = 0;

export class Viewer {
  /** In `element`, which it fills. */
  constructor(element) {
    this.element = element;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "viewer";
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", t("look.first"));
    element.append(this.canvas);
    this.context = this.canvas.getContext("2d", { alpha: false });
    this.first = this.second = null;
    this.mode = "one"; // or "divider", "blink"
    this.divider = 0.5; // of the canvas's width
    this.blinked = false;
    this.scale = 1; // device px for a picture px
    this.x = this.y = 0; // device px of the picture's corner
    this.fitted = true;
    this.overlay = null; // (context, viewer), drawn in px of the picture
    this.onpress = this.onmove = this.onrelease = null; // (event, {x, y}); onpress returns true to take the pointer
    this.onview = null; // told when scale or place changed
    this.pointers = new Map();
    this.wanted = [];
    new ResizeObserver(() => this.#resized()).observe(element);
    this.#listen();
  }

  /** Show a picture {key, width, height}; keeps the place when it has the size of the one before. */
  open(first, second = null) {
    const same = this.first && first && this.first.width === first.width && this.first.height === first.height;
    this.first = first;
    this.second = second;
    if (!same) this.fit(); else this.draw();
  }

  /** mode: "one", "divider" or "blink" between the two pictures. */
  compare(mode) {
    this.mode = mode;
    this.blinked = false;
    clearInterval(this.timer);
    if (mode === "blink") this.timer = setInterval(() => { this.blinked = !this.blinked; this.draw(); }, 600);
    this.draw();
  }

  fit() {
    if (!this.first) return this.draw();
    const { width, height } = this.canvas;
    this.scale = Math.min(width / this.first.width, height / this.first.height);
    this.x = (width - this.first.width * this.scale) / 2;
    this.y = (height - this.first.height * this.scale) / 2;
    this.fitted = true;
    this.draw();
  }

  /** One picture px on one px of the screen. */
  actual() { this.zoom(1 / this.scale); }

  /** Larger by `factor`, around a place of the canvas (device px), its middle unless told. */
  zoom(factor, x = this.canvas.width / 2, y = this.canvas.height / 2) {
    if (!this.first) return;
    const fit = Math.min(this.canvas.width / this.first.width, this.canvas.height / this.first.height);
    const scale = Math.min(32, Math.max(Math.min(fit, 1) / 2, this.scale * factor));
    this.x = x - (x - this.x) * (scale / this.scale);
    this.y = y - (y - this.y) * (scale / this.scale);
    this.scale = scale;
    this.fitted = false;
    this.#hold();
    this.draw();
  }

  move(x, y) {
    this.x += x;
    this.y += y;
    this.fitted = false;
    this.#hold();
    this.draw();
  }

  /** Bring a place of the picture to the middle, at a scale (device px for a picture px). */
  show(x, y, scale = 1) {
    this.scale = scale;
    this.x = this.canvas.width / 2 - x * scale;
    this.y = this.canvas.height / 2 - y * scale;
    this.fitted = false;
    this.draw();
  }

  /** Where an event is: px of the first picture, with fractions. */
  at(event) {
    const { x, y } = this.#device(event);
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  draw() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => { this.due = 0; this.#paint(); });
  }

  #device(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * this.ratio, y: (event.clientY - box.top) * this.ratio };
  }

  #resized() {
    this.ratio = devicePixelRatio || 1;
    const width = Math.max(1, Math.round(this.element.clientWidth * this.ratio));
    const height = Math.max(1, Math.round(this.element.clientHeight * this.ratio));
    if (width === this.canvas.width && height === this.canvas.height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    if (this.fitted) this.fit(); else this.draw();
  }

  #hold() { // some of the picture stays in sight
    const { width, height } = this.canvas;
    const margin = 60;
    this.x = Math.min(width - margin, Math.max(margin - this.first.width * this.scale, this.x));
    this.y = Math.min(height - margin, Math.max(margin - this.first.height * this.scale, this.y));
  }

  #paint() {
    const { context, canvas } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = getComputedStyle(this.element).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (!this.first) return;
    this.wanted = [];
    const two = this.second && this.mode !== "one";
    const cut = two && this.mode === "divider" ? Math.round(this.divider * canvas.width) : canvas.width;
    if (two && this.mode === "blink") this.#picture(this.blinked ? this.second : this.first, 0, canvas.width);
    else this.#picture(this.first, 0, cut);
    if (two && this.mode === "divider") {
      this.#picture(this.second, cut, canvas.width);
      context.fillStyle = "#000";
      context.fillRect(cut - 2, 0, 4, canvas.height);
      context.fillStyle = "#fff";
      context.fillRect(cut - 1, 0, 2, canvas.height);
    }
    if (two && this.mode === "blink") this.#wish(this.blinked ? this.first : this.second); // ready for its turn
    if (this.overlay) {
      context.setTransform(this.scale, 0, 0, this.scale, this.x, this.y);
      this.overlay(context, this);
      context.setTransform(1, 0, 0, 1, 0, 0);
    }
    this.element.dataset.sharp = this.wanted.length ? "no" : "yes";
    this.element.dataset.shown = two && this.mode === "blink" && this.blinked ? "second" : "first";
    this.#load();
    this.onview?.(this);
  }

  /** Where a picture lies: the second one is laid over the whole of the first. */
  #laid(picture) {
    if (picture === this.first) return { scale: this.scale, x: this.x, y: this.y };
    const by = Math.min(this.first.width / picture.width, this.first.height / picture.height);
    const scale = this.scale * by;
    return {
      scale,
      x: this.x + (this.first.width * this.scale - picture.width * scale) / 2,
      y: this.y + (this.first.height * this.scale - picture.height * scale) / 2,
    };
  }

  #levels(picture) {
    return Math.max(0, Math.ceil(Math.log2(Math.max(picture.width, picture.height) / SIDE)));
  }

  #sharpest(picture, scale) {
    return Math.min(this.#levels(picture), Math.max(0, Math.floor(Math.log2(1 / scale) + 0.01)));
  }

  #picture(picture, left, right) {
    const { context, canvas } = this;
    const { scale, x, y } = this.#laid(picture);
    const sharpest = this.#sharpest(picture, scale);
    context.save();
    context.beginPath();
    context.rect(left, 0, right - left, canvas.height);
    context.clip();
    context.imageSmoothingEnabled = scale < 2;
    context.imageSmoothingQuality = "high";
    // Coarser tiles only while finer ones are missing: what is see-through would be laid twice.
    const whole = [...this.#inSight(picture, sharpest, left, right)].every((at) => tileOf(picture, sharpest, ...at).ready);
    for (let level = whole ? sharpest : this.#levels(picture); level >= sharpest; level--) {
      const step = SIDE * 2 ** level;
      for (const [column, row] of this.#inSight(picture, level, left, right)) {
        const tile = tileOf(picture, level, column, row);
        if (!tile.ready) {
          if (level === sharpest || level === this.#levels(picture)) this.wanted.push(tile);
          continue;
        }
        const far = Math.min((column + 1) * step, picture.width);
        const low = Math.min((row + 1) * step, picture.height);
        const x0 = Math.round(x + column * step * scale), x1 = Math.round(x + far * scale);
        const y0 = Math.round(y + row * step * scale), y1 = Math.round(y + low * scale);
        // A tile's last row and column may stand for less than a whole step of px.
        const across = (far - column * step) / 2 ** level, down = (low - row * step) / 2 ** level;
        context.drawImage(tile.image, 0, 0, Math.min(across, tile.image.width), Math.min(down, tile.image.height), x0, y0, x1 - x0, y1 - y0);
      }
    }
    context.restore();
  }

  #wish(picture) {
    const sharpest = this.#sharpest(picture, this.#laid(picture).scale);
    for (const [column, row] of this.#inSight(picture, sharpest, 0, this.canvas.width)) {
      const tile = tileOf(picture, sharpest, column, row);
      if (!tile.ready) this.wanted.push(tile);
    }
  }

  *#inSight(picture, level, left, right) {
    const { scale, x, y } = this.#laid(picture);
    const step = SIDE * 2 ** level * scale;
    const columns = Math.ceil(picture.width / (SIDE * 2 ** level)), rows = Math.ceil(picture.height / (SIDE * 2 ** level));
    for (let row = Math.max(0, Math.floor(-y / step)); row < rows && y + row * step < this.canvas.height; row++) {
      for (let column = Math.max(0, Math.floor((left - x) / step)); column < columns && x + column * step < right; column++) {
        yield [column, row];
      }
    }
  }

  #load() {
    for (const tile of this.wanted) {
      if (loading >= AT_ONCE) return;
      if (tile.image || tile.wrong) continue;
      loading++;
      const image = new Image();
      image.src = tile.address;
      tile.image = image;
      image.decode().then(() => { tile.ready = true; }, () => {
        tile.wrong = true;
        tile.image = null;
        ask(tile.address); // says why
      }).finally(() => {
        loading--;
        this.draw();
      });
    }
  }

  #listen() {
    const { canvas } = this;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { x, y } = this.#device(event);
      const lines = event.deltaMode === 1 ? 16 : 1;
      this.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018)), x, y);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.first || event.button > 1) return;
      canvas.setPointerCapture(event.pointerId);
      const place = this.#device(event);
      let does = "pan";
      if (this.#nearDivider(place.x)) does = "divide";
      else if (event.button === 0 && !event.altKey && this.onpress?.(event, this.at(event))) does = "page";
      this.pointers.set(event.pointerId, { ...place, does });
    });
    canvas.addEventListener("pointermove", (event) => {
      const pointer = this.pointers.get(event.pointerId);
      const place = this.#device(event);
      if (!pointer) {
        canvas.style.cursor = this.#nearDivider(place.x) ? "col-resize" : "";
        this.onmove?.(event, this.at(event), false);
        return;
      }
      const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
      if (pointer.does === "divide") {
        this.divider = Math.min(1, Math.max(0, place.x / canvas.width));
        this.draw();
      } else if (pointer.does === "page" && !others.length) {
        this.onmove?.(event, this.at(event), true);
      } else if (others.length === 1) {
        const [other] = others;
        const before = Math.hypot(pointer.x - other.x, pointer.y - other.y);
        const after = Math.hypot(place.x - other.x, place.y - other.y);
        this.move((place.x - pointer.x) / 2, (place.y - pointer.y) / 2);
        if (before > 0) this.zoom(after / before, (place.x + other.x) / 2, (place.y + other.y) / 2);
      } else if (!others.length) {
        this.move(place.x - pointer.x, place.y - pointer.y);
      }
      Object.assign(pointer, place);
    });
    for (const kind of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(kind, (event) => {
        const pointer = this.pointers.get(event.pointerId);
        this.pointers.delete(event.pointerId);
        if (pointer?.does === "page") this.onrelease?.(event, this.at(event));
      });
    }
  }

  #nearDivider(x) {
    return this.second && this.mode === "divider" && Math.abs(x - this.divider * this.canvas.width) <= NEAR * this.ratio;
  }
}

/** The keys that every page with a viewer has; for keys() of desk.js. */
export function viewerKeys(viewer) {
  const step = () => 120 * (devicePixelRatio || 1);
  return {
    f: () => viewer.fit(),
    z: () => viewer.actual(),
    "+": () => viewer.zoom(1.5),
    "=": () => viewer.zoom(1.5),
    "-": () => viewer.zoom(1 / 1.5),
    ArrowLeft: (event) => event.shiftKey ? viewer.move(step(), 0) : false,
    ArrowRight: (event) => event.shiftKey ? viewer.move(-step(), 0) : false,
    ArrowUp: () => viewer.move(0, step()),
    ArrowDown: () => viewer.move(0, -step()),
  };
}

/** Draw the strokes of a note: [{width, points: [x, y, x, y, ...]}, ...] in px of the picture, white on black, to be seen on any paint. */
export function drawStrokes(context, strokes) {
  context.lineCap = context.lineJoin = "round";
  for (const [extra, colour] of [[4, "#000"], [0, "#fff"]]) {
    context.strokeStyle = colour;
    for (const { width, points } of strokes) {
      context.lineWidth = width + extra * Math.max(1, width / 8);
      context.beginPath();
      context.moveTo(points[0], points[1]);
      for (let i = 2; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
      if (points.length === 2) context.lineTo(points[0] + 0.01, points[1]);
      context.stroke();
    }
  }
}

function tileOf(picture, level, column, row) {
  const address = `/picture/${picture.key}/${level}/${column}/${row}`;
  const tile = tiles.get(address) || { address, image: null, ready: false };
  tiles.delete(address);
  tiles.set(address, tile); // youngest last
  if (tiles.size > KEPT_TILES) {
    for (const [old, each] of tiles) {
      if (each.ready) { tiles.delete(old); break; }
    }
  }
  return tile;
}
