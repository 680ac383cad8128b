// Before a walk with the Tab key: number what can be reached, and remember how it looks without focus.
// Then take a note of what has the focus at each press of Tab, before the browser moves on: window.walk.seen.
() => {
  // Start before the first one, wherever an earlier walk stopped.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.blur();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);

  const NAMES = "a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]";
  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor", "textDecorationLine"];
  const describe = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim().replace(/\s+/g, " ");
    return `${element.tagName.toLowerCase()} « ${text.slice(0, 50)} »`;
  };
  // A tick box drawn by its label shows its focus there.
  const faces = (element) =>
    [element, ...(element.labels || []), element.nextElementSibling, element.parentElement].filter(Boolean);
  const look = (element) => {
    const style = getComputedStyle(element);
    return LOOK.map((name) => style[name]).join("|");
  };
  const oneOfItsRadios = (element) => {
    if (element.type !== "radio" || !element.name) return true;
    const group = [...document.getElementsByName(element.name)].filter((one) => one.form === element.form);
    return element === (group.find((one) => one.checked) || group[0]);
  };
  const reachable = (element) =>
    element.tabIndex >= 0 &&
    !element.disabled &&
    element.type !== "hidden" &&
    !element.closest("[inert]") &&
    !(element.tagName === "SUMMARY" && element.parentElement.querySelector("summary") !== element) &&
    element.checkVisibility({ visibilityProperty: true }) &&
    oneOfItsRadios(element);
  const elements = [...document.querySelectorAll(NAMES)].filter(reachable);
  const before = new Map(elements.flatMap(faces).map((element) => [element, look(element)]));
  const numbers = new Map(elements.map((element, number) => [element, number]));

  const shown = (element) =>
    faces(element).some((face) => before.has(face) && look(face) !== before.get(face)) ||
    (getComputedStyle(element).outlineStyle !== "none" && parseFloat(getComputedStyle(element).outlineWidth) > 0);
  const seenAt = (element, face, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (face.contains(hit) || hit.contains(element) || (hit.closest("label") || {}).control === element);
  };
  const uncovered = (element) => {
    const own = element.getBoundingClientRect();
    const drawn = own.width > 1 && own.height > 1 && getComputedStyle(element).opacity !== "0";
    const face = drawn ? element : (element.labels || [])[0] || element;
    const box = face.getClientRects()[0] || own;
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    const points = [[0.5, 0.5], [0.2, 0.25], [0.8, 0.25], [0.2, 0.75], [0.8, 0.75]];
    const seen = points.filter(([x, y]) => seenAt(element, face, left + x * (right - left), top + y * (bottom - top)));
    // Of a tall box, the browser only shows the part where one writes.
    const tall = element.tagName === "TEXTAREA" || box.height > innerHeight / 3;
    return seen.length >= (tall ? 2 : 3);
  };
  const here = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const number = numbers.has(element) ? numbers.get(element) : -1;
    return { number, name: describe(element), shown: shown(element), uncovered: uncovered(element) };
  };
  const walk = { seen: [], over: false };
  const visited = new Set();
  let started = false;
  const note = (event) => {
    if (event.key !== "Tab" || walk.over) return;
    const now = here();
    // Back at the top, held in a trap, or once round.
    if (started && (!now || visited.has(document.activeElement))) {
      walk.over = true;
      removeEventListener("keydown", note, true);
    } else if (started) {
      visited.add(document.activeElement);
      walk.seen.push(now);
    }
    started = true;
  };
  addEventListener("keydown", note, true);
  window.walk = walk;
  return elements.map(describe);
};
