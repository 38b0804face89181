// The editor's form works without this: it counts, adds rows and pictures, and warns.
"use strict";

const form = document.getElementById("draft-form");
const body = form.querySelector(".markdownx-editor");

// django-markdownx takes Tab, Ctrl+D, Ctrl+[ and Ctrl+] for itself, which traps the keyboard
// (WCAG 2.1.2). Its listener sits on the text field, so stop the key on the way there.
document.addEventListener("keydown", (event) => {
  if (event.target.matches(".markdownx-editor")) event.stopPropagation();
}, true);

const preview = form.querySelector(".markdownx-preview");
preview.tabIndex = 0;
preview.setAttribute("role", "region");
preview.setAttribute("aria-label", form.querySelector("[data-preview-label]").dataset.previewLabel);

// Counted as the server counts: characters, not UTF-16 units, without blanks around them.
for (const field of form.querySelectorAll("[data-counter]")) {
  const text = field.querySelector("textarea");
  const count = field.querySelector(".editor-count");
  const show = () => {
    count.querySelector("b").textContent = [...text.value.trim().normalize("NFC")].length;
  };
  text.addEventListener("input", show);
  count.hidden = false;
  show();
}

// The server counts how easy a text is to read, so that there is one rule; typing pauses first.
for (const advice of form.querySelectorAll("[data-reading]")) {
  const text = advice.closest(".editor-field").querySelector("textarea");
  let typing;
  text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(async () => {
      const data = new FormData();
      data.append("content", text.value);
      data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      const response = await fetch(advice.dataset.reading, { method: "POST", body: data }).catch(() => null);
      const open = advice.querySelector("details[open]");
      if (response?.ok) advice.innerHTML = await response.text();
      if (open) advice.querySelector("details")?.setAttribute("open", "");
    }, 700);
  });
}

for (const list of form.querySelectorAll("[data-rows]")) {
  const button = list.querySelector("button");
  const total = list.querySelector(`[name="${list.dataset.rows}-TOTAL_FORMS"]`);
  const template = list.querySelector("template");
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = total.value++;
    template.insertAdjacentHTML("beforebegin", template.innerHTML.replaceAll("__prefix__", number));
    template.previousElementSibling.querySelector("input, select, textarea").focus();
  });
}

let unsaved = form.hasAttribute("data-unsaved");
form.addEventListener("input", () => { unsaved = true; });
form.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  if (!unsaved) return;
  event.preventDefault();
  event.returnValue = form.dataset.leave;
});

const picture = form.querySelector(".editor-picture");
const said = picture.querySelector("[role=status]");
picture.hidden = false;

async function add(file) {
  said.textContent = said.dataset.adding;
  const data = new FormData();
  data.append("image", file);
  data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const response = await fetch(body.dataset.markdownxUploadUrlsPath, { method: "POST", body: data });
    const answer = await response.json();
    said.textContent = response.ok ? said.dataset.added : answer.image.join(" ");
    if (response.ok) {
      body.setRangeText(answer.image_code, body.selectionStart, body.selectionEnd, "end");
      body.dispatchEvent(new Event("input", { bubbles: true }));
    }
  } catch {
    said.textContent = said.dataset.failed;
  }
}

picture.querySelector("input").addEventListener("change", async (event) => {
  const input = event.target;
  if (input.files.length) await add(input.files[0]);
  input.value = "";
});

// django-markdownx would write "Invalid response" into the text where a picture is refused.
for (const [kind, files] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
  document.addEventListener(kind, (event) => {
    const pictures = event.target === body ? [...event[files].files] : [];
    if (!pictures.length) return;
    event.preventDefault();
    event.stopPropagation();
    pictures.reduce((before, file) => before.then(() => add(file)), Promise.resolve());
  }, true);
}
