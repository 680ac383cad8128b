// Targets that are too small for a finger; [] when all are big enough.
({ control, any }) => {
  const found = [];
  const union = (one, other) => ({
    width: Math.max(one.right, other.right) - Math.min(one.left, other.left),
    height: Math.max(one.bottom, other.bottom) - Math.min(one.top, other.top),
  });
  const inSentence = (link) =>
    getComputedStyle(link).display === "inline" &&
    link.parentElement.textContent.trim().length > link.textContent.trim().length;
  const offScreen = (box) => box.right + scrollX <= 0 || box.bottom + scrollY <= 0 || box.width <= 1 || box.height <= 1;
  for (const target of document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button]")) {
    if (target.ownerSVGElement || !target.checkVisibility({ visibilityProperty: true })) continue;
    const hidden = target.type === "hidden" || target.disabled;
    let box = target.getBoundingClientRect();
    for (const label of target.type === "checkbox" || target.type === "radio" ? target.labels : []) {
      const one = target.getBoundingClientRect(), other = label.getBoundingClientRect();
      box = { ...union(one, other), right: other.right, bottom: other.bottom };
    }
    if (hidden || offScreen(box) || (target.tagName === "A" && inSentence(target))) continue;
    const isControl = target.tagName !== "A" || target.matches(".btn, [role=button], nav a");
    const least = isControl ? control : any;
    if (Math.round(box.height) < least || Math.round(box.width) < any) {
      const text = (target.textContent || target.name || target.id).trim().slice(0, 40);
      found.push(`${target.tagName.toLowerCase()} « ${text} » ${Math.round(box.width)} × ${Math.round(box.height)} px, wanted ${least}`);
    }
  }
  return found;
};
