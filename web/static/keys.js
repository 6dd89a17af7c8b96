// Keys for people who read all day: / to the search box, j and k through the letters, ? for this list. They can be turned
// off (WCAG 2.1.4); other scripts see that in `data-keys` of the document's element.

const HITS = ".hits h2 a, .timeline a";
const root = document.documentElement;
const dialog = document.getElementById("keys");
const wanted = document.getElementById("use-keys");

function remembered() {
  try {
    return localStorage.getItem("keys") ?? "on";
  } catch {
    return "on"; // a browser that keeps nothing
  }
}

function use(state) {
  root.dataset.keys = state;
  wanted.checked = state === "on";
}

function remember(state) {
  try {
    localStorage.setItem("keys", state);
  } catch {
    // it is then for this page only
  }
}

function step(by) {
  const hits = [...document.querySelectorAll(HITS)].filter((hit) => hit.checkVisibility());
  const at = hits.indexOf(document.activeElement);
  const next = hits[at < 0 ? (by > 0 ? 0 : hits.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function box() {
  const field = document.querySelector(".searchbox [name=q]");
  field?.focus();
  field?.select();
}

const DOES = { "/": box, j: () => step(1), k: () => step(-1), "?": () => dialog.showModal() };
const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const { target, key } = event;
  if (ARROWS[key] && target.matches(HITS)) step(ARROWS[key]);
  else if (root.dataset.keys === "on" && DOES[key] && !target.matches("input:not([type=checkbox]), textarea, select"))
    DOES[key]();
  else return;
  event.preventDefault();
}

use(remembered());
wanted.addEventListener("change", () => {
  use(wanted.checked ? "on" : "off");
  remember(root.dataset.keys);
});
document.addEventListener("keydown", pressed);
const shown = document.getElementById("show-keys");
shown.hidden = false;
shown.addEventListener("click", () => dialog.showModal());
