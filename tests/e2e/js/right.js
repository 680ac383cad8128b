// Whether the first title begins at the right edge of its line.
() => {
  const title = document.querySelector("h1");
  const range = document.createRange();
  range.selectNodeContents(title);
  const text = range.getClientRects()[0];
  const box = title.getBoundingClientRect();
  return getComputedStyle(title).direction === "rtl" && box.right - text.right < box.width / 4;
};
