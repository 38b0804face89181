// Suggestions under a search box: the ARIA combobox with a list (WAI-ARIA Authoring Practices 1.2).
// Without this file the form works as it is.
"use strict";

const WAIT = 150;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
// These move within the text: the choice goes back to the box.
const IN_THE_TEXT = ["Home", "End", "ArrowLeft", "ArrowRight"];

function option(suggestion, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.url = suggestion.url;
  item.dataset.type = suggestion.type;
  item.textContent = suggestion.see ? `${suggestion.text} → ${suggestion.see}` : suggestion.text;
  return item;
}

function enhance(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let timer = 0;
  let request = null;
  let answered = "";
  let wanted = 0;
  let chosen = -1;

  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  status.className = "unseen";
  status.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);
  form.append(list, status);

  function choose(position) {
    chosen = position;
    [...list.children].forEach((item, index) =>
      item.setAttribute("aria-selected", String(index === position)));
    const item = list.children[position];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const count = list.children.length;
    // From the box (-1) down to the first, up to the last, and back to the box.
    choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
  }

  function counted(count) {
    if (count === 1) return form.dataset.foundOne;
    return count ? form.dataset.found.replace("0", count) : "";
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((one, index) => option(one, `${list.id}-${index}`)));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = counted(suggestions.length);
    choose(-1);
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
  }

  function close() {
    stop();
    show([]);
  }

  async function ask(step = 0) {
    stop();
    const { signal } = request = new AbortController();
    const text = input.value.trim();
    wanted = step;
    if (text.length < 2) return show([]);
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { signal, credentials: "omit" });
      if (!response.ok) return show([]);
      const { results } = await response.json();
      if (signal.aborted) return;
      show(results);
      answered = text;
      move(wanted);
    } catch (error) {
      // An aborted request answers a text that is gone; without a network the form still works.
      if (error.name !== "AbortError") show([]);
    }
  }

  input.addEventListener("input", () => {
    stop();
    choose(-1);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      // What is listed may answer a text that is no longer there.
      if (list.hidden || input.value.trim() !== answered) ask(step);
      else move(step);
    } else if (IN_THE_TEXT.includes(event.key)) {
      wanted = 0;
      choose(-1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  // A press would take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.url);
  });
}

document.querySelectorAll("form[data-suggest]").forEach(enhance);
