// Without scripts: links that lead nowhere, forms that cannot be sent, buttons that nothing would hear.
() => {
  const found = [];
  const name = (element) => `${element.tagName.toLowerCase()} « ${element.textContent.trim().slice(0, 40)} »`;
  for (const link of document.querySelectorAll("a")) {
    const href = link.getAttribute("href");
    const fragment = href && href.startsWith("#") && href.length > 1;
    if (!href || href === "#" || href.startsWith("javascript:")) found.push(`leads nowhere: ${name(link)}`);
    else if (fragment && !document.getElementById(decodeURIComponent(href.slice(1)))) found.push(`no such place: ${href}`);
  }
  for (const form of document.forms) {
    const senders = [...form.elements].filter((one) => ["submit", "image"].includes(one.type));
    if (!senders.length) found.push(`cannot be sent: form ${form.getAttribute("action") || form.id}`);
  }
  for (const button of document.querySelectorAll("button")) {
    if (!button.checkVisibility() || button.popoverTargetElement) continue;
    if (!button.form || button.type === "button") found.push(`only a script would hear: ${name(button)}`);
  }
  for (const element of document.querySelectorAll("[hx-get], [hx-post], [data-hx-get], [data-hx-post]")) {
    if (!element.matches("a[href], form, button[type=submit], form *")) found.push(`htmx on ${name(element)}`);
  }
  return found;
};
