// The review screen works without this: it saves an unfinished review as it is typed, and warns
// before leaving would lose what is not saved.
"use strict";

const form = document.querySelector("form[data-review]");

if (form) {
  const PAUSE = 2000;
  const keep = form.querySelector("[data-keep]");
  const told = form.querySelector("[data-kept]");
  // A request that outlives the page may carry 64 KB.
  const OUTLIVES = 60000;
  let unsaved = form.hasAttribute("data-unsaved");
  let leaving = false;
  let timer = 0;
  let typed = 0;

  const save = async () => {
    const now = typed;
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(keep.formAction, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: body.toString().length < OUTLIVES,
      });
      const { message } = await answer.json();
      told.textContent = message;
      // What was typed meanwhile waits for its own turn.
      if (answer.ok && now === typed) unsaved = false;
    } catch {
      told.textContent = told.dataset.failed;
    }
  };

  form.addEventListener("input", () => {
    unsaved = true;
    typed++;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });
}
