// What is drawn over a picture that is being labelled, at the same size on the screen however near it is looked at.

/** Lines, each [[x, y], ...] in px of the picture. broken: for what joins places and is no line. */
export function drawLines(context, lines, scale, broken = false) {
  context.save();
  context.lineJoin = context.lineCap = "round";
  for (const [width, colour] of [[4.5, "#000"], [2.5, "#fff"]]) {
    context.strokeStyle = colour;
    context.lineWidth = width / scale;
    if (broken) context.setLineDash([2 / scale, 7 / scale]);
    for (const points of lines) {
      context.beginPath();
      points.forEach(([x, y], index) => index ? context.lineTo(x, y) : context.moveTo(x, y));
      if (points.length === 1) context.lineTo(points[0][0] + 0.01, points[0][1]);
      context.stroke();
    }
  }
  context.restore();
}

/** Where keys point. */
export function drawCross(context, { x, y }, scale) {
  const [near, far] = [5 / scale, 16 / scale];
  context.save();
  for (const [width, colour] of [[4, "#000"], [2, "#fff"]]) {
    context.strokeStyle = colour;
    context.lineWidth = width / scale;
    context.beginPath();
    for (const [across, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + across * near, y + down * near);
      context.lineTo(x + across * far, y + down * far);
    }
    context.stroke();
  }
  context.restore();
}

/** The names of places, [{x, y, text}, ...] with the most important first; one that would lie over another is left out. */
export function drawNames(context, names, scale) {
  const ratio = devicePixelRatio || 1;
  const size = 12 * ratio / scale;
  const taken = [];
  context.save();
  context.font = `${size}px system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { x, y, text } of names) {
    const width = context.measureText(text).width + size, height = size * 1.5;
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    context.fillStyle = "#1c1c1cd0";
    context.beginPath();
    context.roundRect(box[0], box[1], width, height, size * 0.3);
    context.fill();
    context.fillStyle = "#fff";
    context.fillText(text, x, y);
  }
  context.restore();
}
