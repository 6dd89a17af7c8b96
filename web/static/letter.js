// The page of a letter: steps through its matches (buttons, n and p), and takes along its reference and address.
// Without this script every match has links to the ones beside it, and those two texts are selected by one click.

const KEYS = new Map([["n", 1], ["p", -1]]);
const AROUND = 60; // characters beside a match that are read out with it
const SHOWN = 4000; // milliseconds

class Steps {
  #bar;
  #marks = [...document.querySelectorAll(".text mark[id]")];

  constructor(bar) {
    this.#bar = bar;
    for (const stepper of document.querySelectorAll(".stepper")) stepper.remove();
    for (const button of bar.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.#step(Number(button.dataset.step)));
    }
    document.addEventListener("keydown", (event) => {
      if (KEYS.has(event.key) && forUs(event)) this.#step(KEYS.get(event.key));
    });
    addEventListener("hashchange", () => this.#tell());
    this.#tell();
    bar.hidden = false;
  }

  #current() {
    return this.#marks.findIndex((mark) => location.hash === `#${mark.id}`);
  }

  // To the next match or the one before; from elsewhere in the letter, to the nearest one there.
  #step(by) {
    const count = this.#marks.length;
    let at = this.#current();
    if (at < 0) {
      const below = this.#marks.findIndex((mark) => mark.getBoundingClientRect().top > 0);
      at = (below < 0 ? count : below) - (by > 0 ? 1 : 0);
    }
    const mark = this.#marks[(at + by + count) % count];
    const focused = document.activeElement;
    location.replace(`#${mark.id}`); // no step of the history
    mark.scrollIntoView({ block: "center", behavior: "instant" }); // also while the page still scrolls to another one
    if (this.#bar.contains(focused)) focused.focus({ preventScroll: true });
  }

  #tell() {
    const at = this.#current();
    if (at < 0) return;
    const heard = document.createElement("span");
    heard.className = "unseen";
    heard.textContent = `: ${surroundings(this.#marks[at])}`;
    this.#bar.querySelector("[role=status]").replaceChildren(this.#bar.dataset.at.replace("{at}", at + 1), heard);
  }
}

function surroundings(mark) {
  const block = mark.closest("p, li, td, h2, h3, h4");
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEndBefore(mark);
  const before = range.toString().slice(-AROUND);
  range.selectNodeContents(block);
  range.setStartAfter(mark);
  return before + mark.textContent + range.toString().slice(0, AROUND);
}

// Not while one types or a window lies over the letter, and not where shortcuts are switched off (keys.js).
function forUs(event) {
  const busy = event.target.closest("input, textarea, select") || document.querySelector("dialog[open]");
  const changed = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  return !busy && !changed && document.documentElement.dataset.keys !== "off";
}

function copies(button) {
  const source = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  let timer;
  button.hidden = false;
  button.addEventListener("click", async () => {
    clearTimeout(timer);
    try {
      await navigator.clipboard.writeText(source.textContent);
      status.textContent = button.dataset.done;
      timer = setTimeout(() => status.replaceChildren(), SHOWN);
    } catch {
      getSelection().selectAllChildren(source); // not allowed: ready to be copied by hand
    }
  });
}

// Where the contents stand beside the text they are shown in any case (style.css); now they are open for all tools.
const contents = document.querySelector(".contents details");
if (contents) contents.open = matchMedia("(min-width: 64rem)").matches;
const bar = document.querySelector(".steps");
if (bar) new Steps(bar);
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(copies);
