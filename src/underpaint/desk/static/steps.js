// Steps of labelling: sent one after the other, shown before the answer comes, and read again when others add some.

import { ask, somebody } from "./desk.js";

export class Steps {
  /** address: where the state is read; steps go to address/step. take(state): told of every new state. */
  constructor(address, take) {
    this.address = address;
    this.take = take;
    this.state = null;
    this.pending = []; // what is shown already, {steps, ...}, with the state's number that will hold it
    this.onadd = () => {}; // told when what is shown has grown or shrunk
    this.sent = Promise.resolve();
    this.busy = this.again = this.all = false;
  }

  /** Read the state again. all: also where no step was added. */
  async refresh(all = false) {
    this.all ||= all;
    this.again = true;
    if (this.busy) return;
    this.busy = true;
    while (this.again) {
      const known = this.state && !this.all ? `?known=${this.state.steps}` : "";
      this.again = this.all = false;
      const now = await ask(this.address + known);
      if (!now) break;
      if (now.same) continue;
      this.pending = this.pending.filter(({ steps }) => !(steps <= now.steps));
      this.state = now;
      await this.take(now);
    }
    this.busy = false;
  }

  /** Add a step. shown: what the page shows of it until the state has it; false where nobody wants to be at the desk. */
  async add(kind, told = {}, shown = {}) {
    if (!(await somebody())) return false;
    this.pending.push(shown);
    this.onadd();
    this.sent = this.sent.then(async () => {
      const done = await ask(`${this.address}/step`, { kind, ...told });
      if (done) shown.steps = done.steps;
      else {
        this.pending.splice(this.pending.indexOf(shown), 1);
        this.onadd();
      }
      this.refresh(!done);
    });
    return true;
  }
}

/** Ctrl-Z, Ctrl-Shift-Z and Ctrl-Y, and the two buttons. */
export function undoing(steps, undo, redo) {
  const back = () => { if (!undo.disabled) steps.add("undo"); };
  const forth = () => { if (!redo.disabled) steps.add("redo"); };
  undo.addEventListener("click", back);
  redo.addEventListener("click", forth);
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input:not([type=range]), textarea, dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "z") (event.shiftKey ? forth : back)();
    else if (key === "y") forth();
    else return;
    event.preventDefault();
  });
  // A button that the pen pressed gives the keys back to the picture.
  addEventListener("click", (event) => { if (event.detail) event.target.closest("button")?.blur(); });
  addEventListener("who", () => document.activeElement?.blur());
}

/** Whether a key belongs to the button that has the focus: Space and Enter press it. */
export const onButton = (event) => event.target.closest?.("button, a, summary") !== null;
