// Warns before leaving would lose words that are typed into a form and not sent. The editor's and
// the review's own form save or count theirs, and say so themselves.
"use strict";

let sent = null;

const unsent = (text) => {
  const { form } = text;
  if (!form || form === sent || form.matches("#draft-form, [data-review]")) return false;
  return text.value !== (form.hasAttribute("data-unsaved") ? "" : text.defaultValue);
};

// Whatever saves a form in place has kept its submission from leaving by now.
addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent = event.target;
});
addEventListener("input", () => { sent = null; });
addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("textarea")].some(unsent)) event.preventDefault();
});
