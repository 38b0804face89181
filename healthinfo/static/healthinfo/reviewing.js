// The review screen works without this: it saves an unfinished review as it is typed, and warns
// before leaving would lose what is not saved.
"use strict";

const form = document.querySelector("form[data-review]");

if (form) {
  const PAUSE = 2000;
  const keep = form.querySelector("[data-keep]");
  const told = form.querySelector("[data-kept]");
  let unsaved = form.hasAttribute("data-unsaved");
  let leaving = false;
  let timer = 0;

  const save = async () => {
    const typed = new FormData(form);
    unsaved = false;
    try {
      const answer = await fetch(keep.formAction, {
        method: "POST",
        body: typed,
        headers: { Accept: "application/json" },
      });
      const { message } = await answer.json();
      told.textContent = message;
      if (!answer.ok) unsaved = true;
    } catch {
      unsaved = true;
      told.textContent = told.dataset.failed;
    }
  };

  form.addEventListener("input", () => {
    unsaved = true;
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
