// What makes the page scroll sideways, or is cut at its edge; [] when all fits.
() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  // Parts of a pixel are rounded up.
  if (document.scrollingElement.scrollWidth > width + 1) {
    found.push(`the page is ${document.scrollingElement.scrollWidth} px wide in ${width} px`);
  }
  const wide = found.length > 0;
  // What is placed absolutely leaves a region that scrolls, unless that region is placed too.
  const holder = (element) =>
    getComputedStyle(element).position === "absolute" ? element.offsetParent : element.parentElement;
  const scrolls = (element) => {
    for (let up = holder(element); up && up !== document.body; up = holder(up)) {
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
    if (scrolls(element) || (clippedAway(element) && !(wide && box.right > width))) continue;
    const name = element.tagName.toLowerCase() + (element.className ? "." + element.className : "");
    found.push(`${name} spans ${Math.round(box.left)}–${Math.round(box.right)} px: ${element.textContent.trim().slice(0, 40)}`);
  }
  return found;
};
