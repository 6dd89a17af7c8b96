// Suggestions under the search box as one types: the editable combobox with list autocomplete of the WAI-ARIA Authoring
// Practices. Without this script the box is an ordinary one.

const PAUSE = 100; // milliseconds without typing before we ask
const MOVES = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

class Suggestions {
  #input;
  #told; // the address to ask, and our words, from the form
  #list;
  #offered = []; // what the list shows
  #typed = []; // the characters that it was asked for
  #rest = ""; // what stands behind the cursor
  #active = -1; // the place in the list that the arrow keys have reached
  #timer;
  #asking = new AbortController();

  constructor(input, told) {
    this.#input = input;
    this.#told = told;
    const id = `${input.id}-suggestions`;
    this.#list = made("ul", { class: "suggestions", id, role: "listbox", "aria-label": told.suggestions });
    this.#list.hidden = true;
    input.after(this.#list);
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.#list.id });
    this.#close();
    input.addEventListener("input", (event) => event.isComposing || this.#later());
    input.addEventListener("compositionend", () => this.#later());
    input.addEventListener("keydown", (event) => event.isComposing || this.#key(event));
    input.addEventListener("blur", () => this.#close());
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.#list.addEventListener("click", (event) => this.#clicked(event.target.closest("[role=option]")));
  }

  #later() {
    this.#stop();
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const cursor = this.#input.selectionEnd;
    const [typed, rest] = [this.#input.value.slice(0, cursor), this.#input.value.slice(cursor)];
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const answer = typed.trim() && (await fetch(this.#question(typed), { signal }));
      const offered = answer && answer.ok ? (await answer.json()).suggestions : [];
      if (!signal.aborted) this.#show([...typed], rest, offered);
    } catch {
      if (!signal.aborted) this.#close(); // we are only a help: no answer, no list
    }
  }

  #question(typed) {
    return `${this.#told.suggest}?${new URLSearchParams({ q: typed, lang: document.documentElement.lang })}`;
  }

  #show(typed, rest, offered) {
    if (!offered.length) return this.#close();
    this.#typed = typed;
    this.#rest = rest;
    this.#offered = offered;
    this.#list.replaceChildren(...offered.map((suggestion, place) => option(suggestion, `${this.#list.id}-${place}`, this.#told)));
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#move(-1);
  }

  #key(event) {
    const open = !this.#list.hidden;
    const last = this.#offered.length - 1;
    if (event.key === "ArrowDown" && open) this.#move(this.#active < last ? this.#active + 1 : 0);
    else if (event.key === "ArrowUp" && open) this.#move(this.#active > 0 ? this.#active - 1 : last);
    else if (event.key === "ArrowDown" && !event.altKey) this.#later();
    else if (event.key === "Enter" && open && this.#active >= 0) this.#choose(this.#active);
    else if (event.key === "Escape" && open) this.#close();
    else return MOVES.has(event.key) && this.#close(); // what was asked for is not where the cursor is
    event.preventDefault();
  }

  #move(place) {
    const options = this.#list.children;
    options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place;
    options[place]?.setAttribute("aria-selected", "true");
    options[place]?.scrollIntoView({ block: "nearest" });
    if (place < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", options[place].id);
  }

  #clicked(chosen) {
    if (chosen) this.#choose([...this.#list.children].indexOf(chosen));
  }

  #choose(place) {
    const { start, text } = this.#offered[place]; // start counts characters, as the server does, not UTF-16 units
    const before = this.#typed.slice(0, start).join("") + text;
    this.#input.value = before + this.#rest;
    this.#input.focus();
    this.#input.setSelectionRange(before.length, before.length);
    this.#close();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  #close() {
    this.#stop();
    this.#offered = [];
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#active = -1;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}

function option({ kind, label, count }, id, told) {
  const line = made("li", { id, role: "option", "aria-selected": "false" });
  const number = made("span", { class: "count" }, count.toLocaleString(document.documentElement.lang));
  number.append(made("span", { class: "unseen" }, ` ${count === 1 ? told.letter : told.letters}`));
  line.append(made("span", { class: "label" }, label), " ", made("span", { class: "kind" }, told[kind] ?? ""));
  if (kind !== "word") line.append(" ", number); // a word finds more letters than have it: its other forms, too
  return line;
}

function made(name, attributes, text = "") {
  const element = document.createElement(name);
  set(element, attributes);
  element.textContent = text;
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

for (const form of document.querySelectorAll("form[data-suggest]")) {
  new Suggestions(form.elements.q, form.dataset);
}
