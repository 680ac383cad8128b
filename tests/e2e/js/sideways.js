// What makes the page scroll sideways, or is cut at its edge; [] when all fits.
() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.scrollingElement.scrollWidth > width) {
    found.push(`the page is ${document.scrollingElement.scrollWidth} px wide in ${width} px`);
  }
  const scrolls = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const clippedAway = (element) => {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const box = up.getBoundingClientRect();
      if (getComputedStyle(up).position === "absolute" && (box.width <= 1 || box.bottom + scrollY <= 0)) return true;
    }
    return false;
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (element.ownerSVGElement || !element.checkVisibility({ visibilityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || (box.right <= width + 1 && box.left >= -1)) continue;
    if (scrolls(element) || clippedAway(element)) continue;
    const name = element.tagName.toLowerCase() + (element.className ? "." + element.className : "");
    found.push(`${name} spans ${Math.round(box.left)}–${Math.round(box.right)} px: ${element.textContent.trim().slice(0, 40)}`);
  }
  return found;
};
