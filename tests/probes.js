// What the accessibility tests ask of a page. Each probe returns lines that say which element fails, and how.
"use strict";

window.probes = (() => {
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const TARGETS = `${FOCUSABLE}, [role=option]`;
  const INK = ["outlineStyle", "outlineWidth", "borderStyle", "borderWidth", "textDecorationLine"];
  const LEAST = 24;

  const all = (selector) => [...document.querySelectorAll(selector)];
  const style = (element, pseudo) => getComputedStyle(element, pseudo);
  const seconds = (list) => Math.max(...list.split(",").map(Number.parseFloat));

  function named(element) {
    const text = (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    const marks = [...element.classList].map((name) => `.${name}`).join("");
    return `${element.localName}${element.id && `#${element.id}`}${marks} “${text || element.name || ""}”`;
  }

  function shown(element) {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && element.getClientRects().length > 0;
  }

  // Off the screen until it has the focus (a skip link), or cut down to a pixel for screen readers.
  function away(element) {
    const box = element.getBoundingClientRect();
    return box.bottom + scrollY <= 0 || box.right + scrollX <= 0 || box.width <= 1 || box.height <= 1;
  }

  function tabbable() {
    return all(FOCUSABLE).filter((element) => element.tabIndex >= 0 && !element.disabled && shown(element));
  }

  // A link within a line of text is as high as the text lets it be.
  function inText(element) {
    if (style(element).display !== "inline") return false;
    let block = element.parentElement;
    while (style(block).display === "inline") block = block.parentElement;
    const rest = block.cloneNode(true);
    for (const link of rest.querySelectorAll("a, button, .unseen")) link.remove();
    return /\p{L}/u.test(rest.textContent);
  }

  // A box to tick is also ticked by its label.
  function targetBox(element) {
    const labels = element.matches("[type=checkbox], [type=radio]") ? [...element.labels].filter(shown) : [];
    const boxes = [element, ...labels].map((one) => one.getBoundingClientRect());
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])));
    return new DOMRect(left, top, right - left, bottom - top);
  }

  function circleMeets({ x, y }, box) {
    const dx = Math.max(box.left - x, 0, x - box.right);
    const dy = Math.max(box.top - y, 0, y - box.bottom);
    return Math.hypot(dx, dy) < LEAST / 2;
  }

  const small = (box) => box.width < LEAST - 0.01 || box.height < LEAST - 0.01;
  const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });

  // https://www.w3.org/TR/WCAG22/#target-size-minimum: 24 by 24, or room for a circle of 24 around the middle.
  function smallTargets() {
    const targets = all(TARGETS)
      .filter((element) => shown(element) && !away(element) && (element.tabIndex >= 0 || !element.matches("[tabindex]")))
      .map((element) => ({ element, box: targetBox(element) }));
    const crowded = ({ element, box }) =>
      targets.some(
        (other) =>
          !other.element.contains(element) &&
          !element.contains(other.element) &&
          (circleMeets(middle(box), other.box) ||
            (small(other.box) && Math.hypot(middle(box).x - middle(other.box).x, middle(box).y - middle(other.box).y) < LEAST)),
      );
    return targets
      .filter((target) => small(target.box) && !inText(target.element) && crowded(target))
      .map(({ element, box }) => `${named(element)} ${box.width.toFixed(1)}×${box.height.toFixed(1)}`);
  }

  function sticksOut() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = all("body *").filter((element) => shown(element) && element.getBoundingClientRect().right > width + 0.5);
    return wide.length ? wide.map(named) : [`html ${document.documentElement.scrollWidth} > ${width}`];
  }

  function cutText() {
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return all("body *")
      .filter((element) => shown(element) && !away(element) && element.textContent.trim())
      .filter((element) => {
        const { overflowX, overflowY } = style(element);
        return (
          (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map(named);
  }

  // The reader's own text spacing, https://www.w3.org/TR/WCAG22/#text-spacing
  function spaceText() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
  }

  function motion() {
    const moving = [document.documentElement, ...all("body, body *")].filter((element) =>
      [undefined, "::before", "::after"].some((pseudo) => {
        const { transitionDuration, animationName, animationDuration, scrollBehavior } = style(element, pseudo);
        return (
          seconds(transitionDuration) > 0.001 ||
          (animationName !== "none" && seconds(animationDuration) > 0.001) ||
          scrollBehavior === "smooth"
        );
      }),
    );
    return [...moving.map(named), ...pageTransitions([...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]))];
  }

  function pageTransitions(rules) {
    return rules.flatMap((rule) => {
      if (rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches) return [];
      if (rule.constructor.name === "CSSViewTransitionRule") return [rule.cssText];
      return pageTransitions([...(rule.cssRules ?? [])]);
    });
  }

  // Without colours of ours: what shows that an element is chosen?
  function drawn(element) {
    return JSON.stringify(
      [element, element.querySelector(".label") ?? element].map((one) => [
        INK.map((name) => style(one)[name]),
        ["::before", "::after"].map((pseudo) => style(one, pseudo).content),
      ]),
    );
  }

  function alikeWhenChosen() {
    return all("[aria-current], [aria-selected=true], [aria-pressed=true], :checked")
      .filter((element) => shown(element) && !element.matches("input, option"))
      .filter((element) => {
        const others = all(element.localName).filter(
          (other) =>
            other.parentElement?.parentElement === element.parentElement?.parentElement &&
            shown(other) &&
            !other.matches("[aria-current], [aria-selected=true], [aria-pressed=true]"),
        );
        return others.some((other) => drawn(other) === drawn(element));
      })
      .map(named);
  }

  // The colour that an element stands on.
  function ground(element) {
    for (let below = element.parentElement; below; below = below.parentElement) {
      const { backgroundColor } = style(below);
      if (!/, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return "";
  }

  function unmarked() {
    return all("mark")
      .filter(shown)
      .filter((element) => {
        const own = style(element);
        const plain = own.outlineStyle === "none" && own.borderStyle === "none" && own.textDecorationLine === "none";
        return plain && own.backgroundColor === ground(element);
      })
      .map(named);
  }

  // What is drawn of an element and of what is inside it.
  function look(element) {
    return JSON.stringify(
      [element, ...element.querySelectorAll("*")].map((one) => {
        const { outline, boxShadow, borderColor, backgroundColor, textDecoration, stroke, fill } = style(one);
        return [outline, boxShadow, borderColor, backgroundColor, textDecoration, stroke, fill];
      }),
    );
  }

  function covered(element) {
    const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
    return !boxes.some((box) =>
      [0.1, 0.3, 0.5, 0.7, 0.9].some((part) => {
        const hit = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
        return hit && (element.contains(hit) || hit.closest("label")?.control === element);
      }),
    );
  }

  // To be asked after a key was pressed: the browser then shows the focus of scripts as it does that of the keyboard.
  function hiddenFocus() {
    return tabbable().flatMap((element) => {
      document.activeElement.blur();
      const before = look(element);
      element.focus();
      if (document.activeElement !== element) return [`${named(element)} takes no focus`];
      return [
        ...(look(element) === before ? [`${named(element)} looks the same`] : []),
        ...(covered(element) ? [`${named(element)} is covered`] : []),
      ];
    });
  }

  function watchFocus() {
    document.body.tabIndex = -1; // from the top, also where a field took the focus
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.visited = [];
    document.addEventListener("focusin", ({ target }) => window.visited.push(target));
    return tabbable().length;
  }

  function outOfOrder() {
    return tabbable().slice(0, window.visited.length || undefined).flatMap((element, place) =>
      window.visited[place] === element ? [] : [`${place}: ${named(element)}, not ${window.visited[place] && named(window.visited[place])}`],
    );
  }

  function openAll() {
    for (const details of all("details")) details.open = true;
  }

  function outline() {
    const first = tabbable()[0];
    return {
      lang: document.documentElement.lang,
      h1: all("h1").length,
      landmarks: ["header", "main", "footer"].map((name) => all(`body > ${name}`).length),
      skips: first?.hash !== "" && document.querySelector(first.hash)?.localName,
    };
  }

  return { smallTargets, sticksOut, cutText, spaceText, motion, alikeWhenChosen, unmarked, hiddenFocus, watchFocus, outOfOrder, openAll, outline };
})();
