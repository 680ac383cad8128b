// Titles of the page that nobody sees; what one unfolds by oneself is allowed.
() =>
  [...document.querySelectorAll("main :is(h1, h2, h3)")]
    .filter((title) => !title.closest("details, dialog"))
    .filter((title) => !title.checkVisibility({ visibilityProperty: true }) || !title.getClientRects().length)
    .map((title) => title.textContent.trim());
