// What every page has: words, calls to the server, the line that says what is wrong, events, and who is at the desk.

const WORDS = data("words");

/** The JSON that the server laid into the page under this id. */
export function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** A text of the page in its language, with {names} filled in. */
export function t(key, values = {}) {
  if (!(key in WORDS)) throw new Error(`no words for ${key}`);
  return WORDS[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** What a batch does to a cut at a stage of its work; "" where the page has no words for it. */
export const doing = (stage) => (`paint.stage.${stage}` in WORDS ? t(`paint.stage.${stage}`) : "");

export const $ = (selector, within = document) => within.querySelector(selector);

/** An element: make("b", {class: "x", onclick: f}, "text", another). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const error = $("#error");
$("button", error).addEventListener("click", () => complain(""));

/** Say what is wrong in the page's bar; "" takes it away. */
export function complain(line) {
  $("span", error).textContent = line;
  error.hidden = !line;
}

/** Ask the server. With `told` it is a change (POST, JSON). Returns the answer's JSON; null where it said no, which is shown. */
export async function ask(address, told) {
  const asked = told === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(told),
  };
  return answered(() => fetch(address, asked));
}

/** Send a file. Returns as ask does. */
export async function send(address, file) {
  return answered(() => fetch(address, {
    method: "POST", headers: { "content-type": "application/octet-stream" }, body: file,
  }));
}

async function answered(call) {
  let answer;
  try {
    answer = await call();
  } catch {
    complain(t("error.gone"));
    return null;
  }
  const kind = answer.headers.get("content-type") || "";
  const told = kind.startsWith("application/json") ? await answer.json() : { error: await answer.text() };
  if (answer.ok) {
    complain("");
    return told;
  }
  complain(told.error || t("error.log"));
  return null;
}

/** Listen to the server: listen({cut: "C012"}, {changed(names) {}, batch(state) {}}). It comes back by itself after a break, and
 * says "changed" whenever it begins. A page that nobody sees does not listen: a browser has few lines to one server. */
export function listen(about, handlers) {
  let stream = null;
  const end = () => { stream?.close(); stream = null; };
  const begin = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(`/events?${new URLSearchParams(about)}`);
    for (const [event, handler] of Object.entries(handlers)) {
      stream.addEventListener(event, (message) => handler(JSON.parse(message.data)));
    }
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? end() : begin()));
  addEventListener("pagehide", end);
  addEventListener("pageshow", begin);
  begin();
}

/** Whether somebody is typing, so that keys are letters. */
export function typing(event) {
  return event.target.closest?.("input, textarea, select, dialog[open]") !== null || event.ctrlKey || event.metaKey || event.altKey;
}

/** Keys of the page: {"d": done, "ArrowLeft": previous}. A handler that returns false leaves the key to the browser. */
export function keys(table) {
  addEventListener("keydown", (event) => {
    if (typing(event)) return;
    const handler = table[event.key] || table[event.key.toLowerCase()];
    if (handler && handler(event) !== false) event.preventDefault();
  });
}

export const percent = (share) =>
  share > 0 && share < 0.001 ? "<0.1 %" : `${(share * 100).toFixed(1)} %`;

// Who is at the desk, and in which language.
const who = $("#who");
const dialog = $("#who-dialog");
who.addEventListener("click", () => dialog.showModal());
for (const button of dialog.querySelectorAll("button[value]")) {
  button.addEventListener("click", async () => {
    if (!(await ask("/api/who", { name: button.value }))) return;
    who.textContent = button.value;
    who.dataset.known = "yes";
    dialog.close("chosen");
    dispatchEvent(new CustomEvent("who", { detail: button.value }));
  });
}

/** The name of who is at the desk; asks where nobody said so yet. null where nobody wants to. */
export function somebody() {
  if (who.dataset.known === "yes") return Promise.resolve(who.textContent);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((found) => dialog.addEventListener("close", () =>
    found(dialog.returnValue === "chosen" ? who.textContent : null), { once: true }));
}

$("#language").addEventListener("change", async (event) => {
  if (await ask("/api/language", { language: event.target.value })) location.reload();
});
