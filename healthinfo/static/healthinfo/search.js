// Suggestions under a search box: the ARIA combobox with a list (WAI-ARIA Authoring Practices 1.2).
// Without this file the form works as it is.
"use strict";

const WAIT = 150;

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

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((one, index) => option(one, `${list.id}-${index}`)));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length ? form.dataset.found.replace("0", suggestions.length) : "";
    choose(-1);
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    show([]);
  }

  async function ask() {
    request?.abort();
    const mine = request = new AbortController();
    const text = input.value.trim();
    if (text.length < 2) return show([]);
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { signal: mine.signal, credentials: "omit" });
      if (!response.ok) return show([]);
      const { results } = await response.json();
      if (mine === request && document.activeElement === input) show(results);
    } catch (error) {
      // An aborted request has been replaced; without a network the form still works.
      if (error.name !== "AbortError") show([]);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From the box (-1) down to the first, up to the last, and back to the box.
      choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "Escape" && count) {
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
