// The review screen works without this: it offers a comment on the words that are selected, and
// saves comments without leaving the screen, so that an unfinished review stays as it is typed.
"use strict";

// Saving renews the discussion, so this is looked up whenever it is needed.
const words = () => document.querySelector("details[data-words]");
const frame = document.querySelector("#reader-page iframe");
// What is on the screen and not in the text.
const NOT_TEXT = ".visually-hidden, .flag, .citation, .kept > summary, .unknown-citation";

function textOf(range, leftOut) {
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  copy.querySelectorAll(leftOut).forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// Half a word is not found in the text, so the selection grows to whole ones.
function wholeWords(range) {
  const whole = range.cloneRange();
  const inWord = (text, at) => /[\p{L}\p{N}]/u.test(text.charAt(at));
  let { startContainer: node, startOffset: at } = whole;
  if (node.nodeType === Node.TEXT_NODE && inWord(node.data, at)) {
    while (at && inWord(node.data, at - 1)) at--;
    whole.setStart(node, at);
  }
  ({ endContainer: node, endOffset: at } = whole);
  if (node.nodeType === Node.TEXT_NODE && at && inWord(node.data, at - 1)) {
    while (inWord(node.data, at)) at++;
    whole.setEnd(node, at);
  }
  return whole;
}

// The words selected in the text of the screen or of the page in its frame, and their field.
function selected(root) {
  const selection = root.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = wholeWords(selection.getRangeAt(0));
  const start = range.startContainer;
  const element = start.nodeType === Node.TEXT_NODE ? start.parentElement : start;
  const field = root === document ? element.closest("[data-field]") : null;
  if (root === document && !field) return null;
  // Deleted words are quoted only where nothing else is selected.
  const quote = textOf(range, `${NOT_TEXT}, del`) || textOf(range, NOT_TEXT);
  return quote ? { quote, place: field ? field.dataset.field : "" } : null;
}

function offer() {
  const panel = document.createElement("section");
  const button = document.createElement("button");
  const cancel = document.createElement("button");
  let found = null;
  panel.className = "comment-offer comment-form";
  panel.hidden = true;
  panel.setAttribute("aria-label", words().querySelector("summary").textContent);
  button.type = cancel.type = "button";
  button.className = "button default";
  cancel.className = "button";
  cancel.hidden = true;
  cancel.textContent = words().dataset.cancel;
  panel.append(button, cancel);
  document.getElementById("content").append(panel);

  const back = () => {
    const form = panel.querySelector("form");
    if (form) words().append(form);
    button.hidden = false;
    cancel.hidden = panel.hidden = true;
  };
  const look = (root) => {
    if (button.hidden) return;
    found = selected(root);
    panel.hidden = !found;
    if (!found) return;
    const shown = found.quote.length > 60 ? `${found.quote.slice(0, 60)}…` : found.quote;
    button.textContent = `${words().querySelector("button").textContent}: “${shown}”`;
  };
  // A press must not take the selection away before the click.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const form = words().querySelector("form");
    button.hidden = true;
    cancel.hidden = false;
    panel.prepend(form);
    form.elements.quote.value = found.quote;
    form.elements.place.value = found.place;
    form.elements.text.focus();
  });
  cancel.addEventListener("click", back);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") back();
  });
  document.addEventListener("comment-saved", back);
  document.addEventListener("selectionchange", () => look(document));
  const watchFrame = () => {
    const page = frame.contentDocument;
    page?.addEventListener("selectionchange", () => look(page));
  };
  // The screen of a change of wording has no frame.
  frame?.addEventListener("load", watchFrame);
  if (frame) watchFrame();
}
if (words()) offer();

const comments = () => [...document.querySelectorAll(".comment[id], .comment-reply[id]")];

// Shows the discussion as it is now; what is typed elsewhere in it stays.
function refresh(fetched, form) {
  const before = new Set(comments().map((part) => part.id));
  const thread = form.closest("article")?.id;
  form.reset();
  document.dispatchEvent(new Event("comment-saved"));
  const typed = [...document.querySelectorAll("[data-comment] textarea")].filter((t) => t.value);
  for (const part of document.querySelectorAll("[data-discussion]")) {
    const fresh = fetched.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  for (const { id, value } of typed) {
    const text = document.getElementById(id);
    if (!text) continue;
    text.value = value;
    text.closest("details").open = true;
  }
  const added = comments().find(({ id }) => !before.has(id));
  const there = added ?? document.getElementById(thread);
  if (!there) return;
  there.closest("details.item")?.setAttribute("open", "");
  there.tabIndex = -1;
  there.focus();
}

async function save(form, submitter) {
  const problem = form.querySelector("[role=alert]");
  problem.hidden = true;
  submitter.disabled = true;
  const data = new FormData(form);
  if (submitter.name) data.append(submitter.name, submitter.value);
  try {
    const response = await fetch(form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok && page.getElementById("discussion")) {
      refresh(page, form);
      return;
    }
    const said = page.querySelector("#comment-problems ul");
    problem.textContent = said?.textContent.trim() || `${response.status} ${response.statusText}`;
  } catch (error) {
    problem.textContent = error.message;
  } finally {
    submitter.disabled = false;
  }
  problem.hidden = false;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-comment]")) return;
  event.preventDefault();
  save(event.target, event.submitter);
});
