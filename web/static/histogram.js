// Ranges in a histogram of dates: dragging over the bars, or Shift with the arrow keys. It also makes the bars one tab
// stop, with arrow keys between them. Without this script every bar is a link, and a range is two fields of a form.
//
// Of a range it tells by the event `kb:visit` (detail: href); who shows that address himself prevents the default.

const MARGIN = 64; // pixels beside a bar that are seen with it: its words are wider than the bar
const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

class Histogram {
  #figure;
  #box;
  #drawing;
  #bars;
  #status;
  #from = -1; // the ends of the range, as places of bars
  #to = -1;
  #pressed = -1; // the place where the button went down
  #dragged = false;

  constructor(figure) {
    this.#figure = figure;
    this.#box = figure.querySelector(".plot");
    this.#drawing = figure.querySelector("svg");
    this.#bars = [...figure.querySelectorAll(".bar")];
    this.#status = figure.querySelector("[role=status]");
    figure.querySelector(".hint").hidden = false;
    const links = this.#bars.filter(link);
    const first = links.find((bar) => link(bar).ariaCurrent) ?? links.at(-1);
    this.#stop(first);
    this.#reveal(first);
    this.#listen();
  }

  #listen() {
    const [box, drawing] = [this.#box, this.#drawing]; // listening for focus, a drawing would take it in Chromium
    box.addEventListener("focusin", (event) => this.#stop(event.target.closest(".bar")));
    box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || this.#drop());
    box.addEventListener("keydown", (event) => this.#key(event));
    drawing.addEventListener("dragstart", (event) => event.preventDefault()); // of a link, by the browser
    drawing.addEventListener("pointerdown", (event) => this.#press(event));
    drawing.addEventListener("pointermove", (event) => this.#drag(event));
    drawing.addEventListener("pointerup", () => this.#release());
    drawing.addEventListener("pointercancel", () => this.#drop());
    drawing.addEventListener("click", (event) => this.#click(event), { capture: true });
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const bar = event.target.closest(".bar");
    if (event.key in STEPS && bar) this.#move(bar, STEPS[event.key], event.shiftKey);
    else if (event.key === "Enter" && this.#ranged) this.#visit();
    else if (event.key === "Escape" && this.#from >= 0) this.#drop();
    else return;
    event.preventDefault();
  }

  #move(bar, step, extend) {
    const here = this.#bars.indexOf(bar);
    const there = this.#bars.filter((other, place) => link(other) && (step < 0 ? place < here : place > here));
    const next = there.at(Math.abs(step) === 1 ? (step < 0 ? -1 : 0) : step < 0 ? 0 : -1) ?? bar;
    if (extend) this.#pick(this.#from < 0 ? here : this.#from, this.#bars.indexOf(next));
    else this.#drop();
    link(next).focus({ preventScroll: true });
    this.#reveal(next);
  }

  #press(event) {
    this.#dragged = false;
    const plain = event.button === 0 && !(event.ctrlKey || event.shiftKey || event.altKey || event.metaKey);
    if (plain && event.pointerType !== "touch") this.#pressed = this.#place(event); // a finger scrolls
  }

  #drag(event) {
    const place = this.#place(event);
    if (this.#pressed < 0 || (place === this.#pressed && !this.#dragged)) return;
    this.#dragged = true;
    this.#drawing.setPointerCapture(event.pointerId);
    this.#pick(this.#pressed, place);
    this.#reveal(this.#bars[place]);
  }

  #release() {
    this.#pressed = -1;
    if (!this.#dragged) return;
    if (this.#ranged) this.#visit();
    else this.#drop();
  }

  #click(event) {
    if (this.#dragged) event.preventDefault(); // it ended a drag
    if (this.#dragged) event.stopPropagation();
    this.#dragged = false;
  }

  // The place of the bar under the pointer or, beside the drawing, nearest to it.
  #place(event) {
    const { left, width } = this.#bars[0].querySelector(".hit").getBoundingClientRect();
    return Math.max(0, Math.min(this.#bars.length - 1, Math.floor((event.clientX - left) / width)));
  }

  get #ranged() {
    return this.#from !== this.#to;
  }

  get #range() {
    return this.#bars.slice(Math.min(this.#from, this.#to), Math.max(this.#from, this.#to) + 1);
  }

  #pick(from, to) {
    this.#from = from;
    this.#to = to;
    const range = this.#ranged ? this.#range : [];
    for (const bar of this.#bars) bar.classList.toggle("within", range.includes(bar));
    this.#status.textContent = range.length ? this.#words(range) : "";
  }

  #drop() {
    this.#pressed = -1;
    this.#pick(-1, -1);
  }

  #words(range) {
    const { one, many } = this.#figure.dataset;
    const number = range.reduce((sum, bar) => sum + Number(bar.dataset.count), 0);
    const words = {
      first: range[0].dataset.label,
      last: range.at(-1).dataset.label,
      number: number.toLocaleString(document.documentElement.lang),
    };
    return (number === 1 ? one : many).replace(/{(\w+)}/g, (_, name) => words[name]);
  }

  #visit() {
    const range = this.#range;
    const address = new URL(this.#figure.dataset.range, location.href);
    address.searchParams.set("since", range[0].dataset.since);
    address.searchParams.set("until", range.at(-1).dataset.until);
    this.#drop();
    const href = address.pathname + address.search;
    const visit = new CustomEvent("kb:visit", { bubbles: true, cancelable: true, detail: { href } });
    if (this.#figure.dispatchEvent(visit)) location.assign(href);
  }

  #stop(bar) {
    for (const other of this.#bars) link(other)?.setAttribute("tabindex", other === bar ? "0" : "-1");
  }

  // Scrolls the box alone; focus or scrollIntoView would move the page as well.
  #reveal(bar) {
    const [strip, box] = [bar.querySelector(".hit"), this.#box].map((element) => element.getBoundingClientRect());
    const [left, right] = [strip.left - MARGIN - box.left, strip.right + MARGIN - box.right];
    if (left < 0) this.#box.scrollLeft += left;
    else if (right > 0) this.#box.scrollLeft += right;
  }
}

function link(bar) {
  return bar.querySelector("a");
}

function start(root) {
  for (const figure of root.querySelectorAll("figure.histogram")) new Histogram(figure);
}

document.addEventListener("kb:swapped", (event) => start(event.detail.root));
start(document);
