// Who painted a board and what its rights allow, shown and changed; and in words, what is missing.

import { $, ask, make, somebody, t } from "./desk.js";

/** form, list: of the page. told: the board as the server has it. Returns {again}, which reads it anew. */
export function record(form, list, told, address) {
  const said = $("[role=status]", form), save = $("button", form);
  const inputs = [...form.querySelectorAll("input, textarea")];
  let seen = told;

  const changed = () => inputs.filter(({ name, value }) => value.trim() !== seen[name]);

  function lay(now, all) {
    for (const input of inputs) if (all || input.value.trim() === seen[input.name]) input.value = now[input.name];
    seen = now;
    save.disabled = !changed().length;
    list.replaceChildren(...now.lacking.map((what) => make("li", { "data-lacks": what }, t(`board.lacks.${what}`), make("small", {}, t(`board.why.${what}`)))));
  }

  form.addEventListener("input", () => { save.disabled = !changed().length; said.textContent = ""; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (save.disabled || !(await somebody())) return;
    const fields = Object.fromEntries(changed().map(({ name, value }) => [name, value.trim()]));
    const now = await ask(`${address}/record`, { ...fields, seen: seen.seen });
    if (!now) return;
    lay(now, true);
    said.textContent = t("board.saved");
  });
  lay(told, true);
  return { again: async () => { const now = await ask(address); if (now) lay(now, false); } };
}
