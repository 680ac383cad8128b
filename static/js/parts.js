// After a swap, the keyboard and the screen reader go to what is new: the error summary, or the marked heading.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const target = part.querySelector(".resume-err") || part.querySelector("[data-kpa-focus]");
  if (target) {
    target.setAttribute("tabindex", "-1");
    target.focus();
  }
});
