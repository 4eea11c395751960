// The wall: all cuts, filtered and walked through by keys; only pictures in sight are loaded.

import { $, ask, data, doing, keys, listen, make, percent, t } from "./desk.js";

const STATES = ["Todo", "WIP", "WFA", "Retake", "Done"];
const list = $("#wall");
const filter = $("#filter");
const shown = new Map(); // number to {card, told, element}
const wanted = new Set();
let batch = data("batch-state");

function drawn(card) {
  const picture = make("span", { class: "picture" });
  if (card.picture) picture.append(make("img", { "data-src": card.picture, alt: "", decoding: "async", width: 320, height: 180 }));
  else picture.append(make("span", {}, t("wall.no_picture")));
  const state = make("span", { class: "state", "data-state": card.state },
    t(`state.${card.state}`) + (card.state === "Retake" && card.retakes ? ` R${card.retakes}` : ""));
  const more = card.wrong || card.note
    || (card.shares && t("wall.shares", { cut: card.shares }))
    || (card.hand > 0 && t("wall.hand", { share: percent(card.hand) }))
    || (!card.map && t("wall.no_map")) || "";
  return make("a", { href: `/cut/${card.number}`, title: card.wrong || card.note || [card.place, card.time].filter(Boolean).join(" · ") || null },
    picture,
    make("span", { class: "text" },
      make("span", { class: "row" }, make("b", {}, card.number), state),
      make("span", { class: "place" }, [card.place, card.time].filter(Boolean).join(" · ")),
      make("span", { class: card.note || card.wrong ? "more note" : "more" },
        [card.rough ? t("wall.rough") : "", card.take, more].filter(Boolean).join("  "))));
}

// Only pictures near what is seen are asked for, and few at a time: a browser has six lines to one server, and what the artist
// does must not wait behind pictures. One that is scrolled away is asked for no longer.
const AT_ONCE = 3;
const due = new Set(); // images, in the order in which they came near
const coming = new Set();
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const image = target.querySelector("img");
    if (!image) continue;
    if (isIntersecting) { if (!image.src) due.add(image); }
    else if (!due.delete(image) && coming.delete(image)) image.removeAttribute("src");
  }
  fetchNext();
}, { rootMargin: "300px 0px" });

function fetchNext() {
  for (const image of due) {
    if (coming.size >= AT_ONCE) return;
    due.delete(image);
    if (!image.isConnected) continue; // its card was drawn anew
    coming.add(image);
    const came = () => { if (coming.delete(image)) fetchNext(); };
    image.addEventListener("load", came, { once: true });
    image.addEventListener("error", came, { once: true });
    image.src = image.dataset.src;
  }
}

function lay(cards) {
  const there = new Set();
  for (const card of cards) {
    there.add(card.number);
    const told = JSON.stringify(card);
    const known = shown.get(card.number);
    if (known?.told === told) continue;
    const element = known?.element || make("li", { class: "card", "data-cut": card.number });
    for (const image of element.querySelectorAll("img")) coming.delete(image);
    element.replaceChildren(drawn(card));
    if (!known) list.append(element);
    near.unobserve(element); // tells again where it is
    near.observe(element);
    shown.set(card.number, { card, told, element });
  }
  for (const [number, { element }] of shown) {
    if (!there.has(number)) { near.unobserve(element); element.remove(); shown.delete(number); }
  }
  fill($("#place"), [...shown.values()].map(({ card }) => card.place));
  fill($("#board"), [...shown.values()].flatMap(({ card }) => card.boards));
  sift();
  showBatch();
}

function fill(select, names) {
  const chosen = select.value;
  const options = [...new Set(names.filter(Boolean))].sort().map((name) => make("option", { value: name }, name));
  select.replaceChildren(select.options[0], ...options);
  select.value = chosen;
}

function sift() {
  const words = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const place = $("#place").value;
  const board = $("#board").value;
  let count = 0;
  for (const { card, element } of shown.values()) {
    const text = [card.number, card.place, card.time, ...card.boards, card.note].join(" ").toLowerCase();
    const fits = words.every((word) => text.includes(word)) && (!wanted.size || wanted.has(card.state))
      && (!place || card.place === place) && (!board || card.boards.includes(board));
    element.hidden = !fits;
    count += fits;
  }
  $("#count").textContent = count === shown.size ? t("wall.count.all", { all: count }) : t("wall.count", { shown: count, all: shown.size });
  $("#none").hidden = count > 0;
  sessionStorage.setItem("wall", JSON.stringify({ filter: filter.value, place, board, wanted: [...wanted] }));
}

function showBatch() {
  const names = Object.keys(batch.cuts || {});
  const ended = batch.done?.length || 0;
  if (!list) return;
  $("#stop").hidden = !batch.running;
  $("#paint").disabled = batch.running;
  const idle = !ended && !batch.wrong?.length; // nothing needed paint
  $("#batch").hidden = !batch.running && !batch.said && !batch.cancelled && !("done" in batch && idle);
  const [, done, all] = /\((\d+) of (\d+)/.exec(batch.said || "") || [null, 0, 0];
  const part = Object.values(batch.cuts || {}).reduce((sum, [, each]) => sum + each, 0);
  $("#batch progress").hidden = !batch.running;
  $("#batch progress").value = +all ? Math.min(1, (+done + part) / +all) : names.length ? part / Math.max(names.length, 1) : 0;
  $("#batch > span").textContent = batch.running
    ? batch.cancelled ? t("wall.stopping") : names.length ? t("wall.painting", { cuts: names.join(" ") }) + (+all ? `  ${done} / ${all}` : "") : t("wall.starting")
    : batch.cancelled ? t("wall.stopped") : idle ? t("wall.current") : t("wall.painted", { n: ended });
  $("#batch-meanwhile").hidden = !batch.meanwhile;
  $("#batch-meanwhile").textContent = batch.meanwhile || "";
  $("#batch-wrong").hidden = !batch.wrong?.length;
  $("#batch-wrong").textContent = (batch.wrong || []).join("\n");
  for (const old of list.querySelectorAll(".painting")) old.remove();
  for (const [cut, [stage, done]] of Object.entries(batch.cuts || {})) {
    const bar = make("i");
    bar.style.width = `${done * 100}%`;
    shown.get(cut)?.element.querySelector(".picture").append(make("span", { class: "painting" }, bar, doing(stage)));
  }
}

async function again() {
  const cards = await ask("/api/cards");
  if (cards && list) lay(cards);
  else if (cards?.length) location.reload(); // the first cut has come
}

function inSight() {
  return [...list.children].filter((element) => !element.hidden).map((element) => element.firstElementChild);
}

function step(by) {
  const all = inSight();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))].focus();
}

function columns() {
  return getComputedStyle(list).gridTemplateColumns.split(" ").length;
}

if (list) {
  const kept = JSON.parse(sessionStorage.getItem("wall") || "{}");
  filter.value = kept.filter || "";
  for (const state of STATES) {
    const button = make("button", { type: "button", "aria-pressed": "false" },
      make("span", { class: "state", "data-state": state }, t(`state.${state}`)));
    button.addEventListener("click", () => {
      wanted.has(state) ? wanted.delete(state) : wanted.add(state);
      button.setAttribute("aria-pressed", wanted.has(state));
      sift();
    });
    if (kept.wanted?.includes(state)) { wanted.add(state); button.setAttribute("aria-pressed", "true"); }
    $("#states").append(button);
  }
  lay(data("cards"));
  for (const name of ["place", "board"]) {
    $(`#${name}`).value = kept[name] || "";
    $(`#${name}`).selectedIndex = Math.max(0, $(`#${name}`).selectedIndex);
    $(`#${name}`).addEventListener("change", sift);
  }
  sift();
  filter.addEventListener("input", sift);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { filter.value = ""; sift(); filter.blur(); }
    if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); step(0); inSight()[0]?.focus(); }
  });
  keys({
    "/": () => { filter.focus(); filter.select(); },
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => step(columns()),
    ArrowUp: () => step(-columns()),
    Home: () => step(-shown.size),
    End: () => step(shown.size),
    Escape: () => { filter.value = ""; sift(); },
  });
  $("#paint").addEventListener("click", () => ask("/api/paint", {}));
  $("#stop").addEventListener("click", () => ask("/api/paint/stop", {}));
}

let soon = 0;
listen({}, {
  batch: (state) => { batch = state; if (list) showBatch(); },
  changed: () => { clearTimeout(soon); soon = setTimeout(again, 150); },
});
