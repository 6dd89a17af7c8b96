// Results in place: links and forms of the search are fetched, and only what changed of the page is put in. Whatever goes
// wrong, the browser goes to the address itself, as it would without this script.

const PARTS = ["filters", "answer", "language", "feed"]; // the ids of what changes
const PAUSE = 150; // milliseconds without typing before a list of values is asked for
const status = document.getElementById("said");
const values = document.getElementById("values");
let asking = new AbortController(); // for results
let listing = new AbortController(); // for the values of a facet
let shown = location.pathname + location.search;

const search = new URL(document.getElementById("filters").action).pathname;

// Where a form leads: its fields without the empty ones, and those that are still being typed.
function address(form, submitter) {
  const href = new URL(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
  const said = ([name, value]) => value && (submitter || name !== "contains") && !form.elements[name].matches?.(":invalid");
  const fields = [...new FormData(form, submitter)].filter(said);
  href.search = new URLSearchParams(fields);
  return href.href;
}

async function fetched(href, { signal }) {
  const answer = await fetch(href, { signal });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function visit(href, { push = true, focus = null, top = 0, asked = false } = {}) {
  document.getElementById("answer").setAttribute("aria-busy", "true");
  const { pathname, search: query } = new URL(href, location);
  shown = pathname + query;
  try {
    asking.abort();
    asking = new AbortController();
    const page = await fetched(href, asking);
    if (PARTS.some((id) => !page.getElementById(id))) throw new Error("another page");
    if (push) {
      history.replaceState({ top: scrollY }, "");
      history.pushState({ top: 0 }, "", href);
    }
    swap(page, focus, asked);
    if (top !== null) scrollTo({ top, behavior: "instant" });
  } catch (error) {
    if (error.name === "AbortError") return; // a later question took its place
    location.assign(href);
  }
}

function swap(page, focus, asked) {
  const held = focus ?? place(document.activeElement);
  const open = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
  const typing = [...document.querySelectorAll("#filters input:invalid")].map(({ id, value }) => [id, value]);
  document.title = page.title;
  for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
  for (const [place, box] of document.querySelectorAll(".searchbox").entries()) {
    const fresh = page.querySelectorAll(".searchbox")[place];
    box.querySelector(".carried").replaceWith(fresh.querySelector(".carried"));
    const { q } = box.elements;
    if (q.value === q.defaultValue || asked) q.value = fresh.elements.q.value; // else one is typing
    q.defaultValue = fresh.elements.q.defaultValue;
  }
  for (const [id, value] of typing) document.getElementById(id).value = value;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held) (document.querySelector(held) ?? document.getElementById("total")).focus({ preventScroll: true });
  status.textContent = document.getElementById("total").innerText;
  document.dispatchEvent(new CustomEvent("kb:swapped", { detail: { root: document.getElementById("answer") } }));
}

// A selector of the same element on the next page; null for one that stays.
function place(element) {
  const part = PARTS.find((id) => element?.closest(`#${id}`));
  if (!part) return null;
  const { id, name, value } = element;
  if (id) return `#${CSS.escape(id)}`;
  return name ? `#${part} [name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]` : "#total";
}

function clicked(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const { origin, pathname, href } = new URL(link.getAttribute("href"), location); // that of a bar is no string
  if (origin !== location.origin || !link.closest("#answer, #filters")) return;
  if (link.matches(".facet .all")) show(href);
  else if (pathname === search) visit(href, { focus: "#total", top: link.closest(".foot") ? 0 : null });
  else return;
  event.preventDefault();
}

function listed(href) {
  listing.abort();
  listing = new AbortController();
  return fetched(href, listing);
}

// All values of a facet, in a window over the page.
async function show(href) {
  try {
    fill(await listed(href));
    values.showModal();
    values.querySelector("#contains").focus();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
  }
}

function fill(page) {
  const form = page.querySelector("form.values");
  const close = document.createElement("button");
  Object.assign(close, { type: "button", textContent: values.dataset.close });
  close.addEventListener("click", () => values.close());
  form.querySelector(".actions").append(close);
  const title = document.createElement("h2"); // the page has its own first heading
  title.append(...form.querySelector("h1").childNodes);
  form.querySelector("h1").replaceWith(title);
  values.setAttribute("aria-label", title.innerText || title.textContent);
  values.replaceChildren(form);
}

function keep(box, list) {
  const same = list.querySelector(`[value="${CSS.escape(box.value)}"]`);
  if (same) same.checked = box.checked;
  else if (box.checked) list.querySelector(".choices").prepend(box.closest("li"));
}

let timer;
function narrowed(event) {
  if (event.target.id !== "contains") return;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const form = event.target.form;
    try {
      const page = await listed(address(form, form.querySelector("[formaction]")));
      const [old, list] = [document, page].map((found) => found.getElementById("values-list"));
      for (const box of old.querySelectorAll("[type=checkbox]")) keep(box, list); // what was ticked meanwhile, too
      old.replaceWith(list);
    } catch {
      // the list stays as it was; the button asks again
    }
  }, PAUSE);
}

function sent(event) {
  const { target, submitter } = event;
  if (target.method !== "get") return;
  const href = address(target, submitter?.hasAttribute("formaction") ? submitter : null);
  if (new URL(href).pathname === search) {
    clearTimeout(timer);
    values.close();
    const done = submitter === document.activeElement; // the button itself, not Enter in a field
    if (done && target.matches("#filters")) document.getElementById("all-filters").open = false;
    visit(href, { focus: target.matches("#filters") && !done ? null : "#total", asked: target.matches(".searchbox") });
  } else if (target.matches(".values")) narrowed({ target: target.elements.contains });
  else return;
  event.preventDefault();
}

// A year that is let go of lets go of its months.
function changed(event) {
  const { target } = event;
  if (!target.matches("#filters [type=checkbox]")) return;
  if (!target.checked) for (const month of target.closest("li").querySelectorAll("input")) month.checked = false;
  visit(address(target.form), { top: null });
}

addEventListener("click", clicked);
addEventListener("submit", sent);
addEventListener("change", changed);
addEventListener("popstate", (event) => {
  if (location.pathname + location.search === shown) return; // within the page, as the link to its content does
  visit(location.href, { push: false, top: event.state?.top ?? 0, asked: true });
});
addEventListener("scrollend", () => history.replaceState({ top: scrollY }, ""));
values.addEventListener("input", narrowed);
document.addEventListener("kb:visit", (event) => {
  event.preventDefault();
  visit(event.detail.href, { focus: "#total", top: null });
});
