// Hours noted without network wait in this phone. Each has a key of its own: sent twice, it is noted once.
const PLACE = "kpacite-hours", PAGES = "kpacite-pages", TIMER = "kpacite-timer", PATIENCE = 15000;
const zone = document.querySelector("[data-kpa-queue]");
const form = document.querySelector("form[data-kpa-hours]");
const leaving = document.querySelector("form[data-kpa-leaving]");
let busy = false;

function store(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(PLACE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("queue", { keyPath: "id" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("queue", mode);
      const asked = act(transaction.objectStore("queue"));
      transaction.oncomplete = () => { database.close(); resolve(asked.result); };
      transaction.onabort = () => { database.close(); reject(transaction.error); };
    };
  });
}
const keep = (item) => store("readwrite", (queue) => queue.put(item));
const forget = (id) => store("readwrite", (queue) => queue.delete(id));
async function keptOf(owner) {
  const items = await store("readonly", (queue) => queue.getAll());
  return items.filter((item) => item.owner === owner).sort((one, two) => one.at - two.at);
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// `how`: "now" goes on to the page of my hours, "later" only says that it is done.
async function send(item, how) {
  const body = new URLSearchParams({ ...item.fields, client_id: item.id, owner: item.owner });
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const headers = { "X-CSRFToken": token ? token[1] : "", "X-Kpa-Queue": how };
    const answer = await fetch(item.here, { method: "POST", body, headers, redirect: "manual", signal: patience.signal });
    if ([201, 409, 422].includes(answer.status)) return await answer.json();
    if (answer.type === "opaqueredirect" || answer.status === 403) return { state: "signin" };
    throw new Error(String(answer.status));
  } finally {
    clearTimeout(timer);
  }
}

function say(key) {
  const words = zone.querySelector("[data-kpa-status]");
  words.textContent = key ? words.dataset[key] : "";
}

async function draw(gone = []) {
  const items = await keptOf(zone.dataset.kpaOwner);
  const list = zone.querySelector("[data-kpa-items]");
  list.replaceChildren(...gone.map((item) => row(item, true)), ...items.map((item) => row(item, false)));
  zone.querySelector("[data-kpa-flush]").hidden = !items.some((item) => !item.refused);
  zone.hidden = !items.length && !gone.length;
  return items;
}

function row(item, gone) {
  const line = zone.querySelector("[data-kpa-item]").content.cloneNode(true);
  const state = line.querySelector("[data-kpa-state]");
  line.querySelector("[data-kpa-label]").textContent = item.label;
  state.textContent = item.refused ? item.refused.words : state.dataset[gone ? "kpaGone" : "kpaPhone"];
  line.querySelector("[data-kpa-refused]").hidden = !item.refused;
  const anyway = line.querySelector("[data-kpa-anyway]");
  anyway.hidden = !item.refused || item.refused.state !== "question";
  anyway.addEventListener("click", async () => {
    await keep({ ...item, refused: null, fields: { ...item.fields, anyway: "1" } });
    await flush();
  });
  line.querySelector("[data-kpa-drop]").addEventListener("click", async () => { await forget(item.id); await draw(); });
  return line;
}

async function flush() {
  if (busy) return;
  busy = true;
  const gone = [];
  let word = "kpaSent";
  try {
    for (const item of await keptOf(zone.dataset.kpaOwner)) {
      if (item.refused) continue;
      const answer = await send(item, "later");
      if (answer.state === "signin") { word = "kpaSignin"; break; }
      if (answer.state === "sent") { await forget(item.id); gone.push(item); }
      else await keep({ ...item, refused: answer });
    }
  } catch {
    word = "kpaOffline";
  }
  busy = false;
  if (gone.length && !form) return location.reload();
  const left = await draw(gone);
  say(left.length || gone.length ? word : "");
}

function chosen(name) {
  const radio = form.querySelector(`[name="${name}"]:checked`);
  return radio && { value: radio.value, words: radio.closest("label").textContent.trim() };
}

// The words « aujourd’hui » and « hier » lose their sense in a phone that waits: the day itself is kept.
function itemOf() {
  const fields = Object.fromEntries(new FormData(form));
  const day = new Date();
  if (fields.when === "hier") day.setDate(day.getDate() - 1);
  if (fields.when !== "autre") {
    const two = (figure) => String(figure).padStart(2, "0");
    fields.other_day = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
    fields.when = "autre";
  }
  delete fields.csrfmiddlewaretoken;
  const what = form.querySelector("[data-kpa-what]")?.textContent || chosen("what")?.words;
  const label = [howLong(), what, fields.other_day.split("-").reverse().join("/")].join(" · ");
  return { id: form.elements.client_id.value, owner: zone.dataset.kpaOwner, here: zone.dataset.kpaHere, at: Date.now(), label, fields };
}

function howLong() {
  const duration = chosen("duration");
  if (!duration) return "";
  return duration.value === "autre" ? form.elements.other_duration.value.trim() : duration.words;
}

const isWhole = () => (form.elements.intervention || chosen("what")) && howLong() && chosen("when");
const freshKey = () => { form.elements.client_id.value = newKey(); };

async function submitted(event) {
  if (event.submitter?.name === "anyway" || !window.indexedDB || !isWhole()) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const item = itemOf();
  try { await keep(item); } catch { return form.submit(); }
  try {
    const answer = await send(item, "now");
    if (answer.state === "sent") { await forget(item.id); return location.assign(answer.next); }
    if (answer.state !== "signin") { await forget(item.id); return form.submit(); }
    say("kpaSignin");
  } catch {
    say("kpaOffline");
  }
  busy = false;
  freshKey();
  await draw();
  zone.scrollIntoView({ block: "nearest" });
}

function watchButton() {
  const words = form.querySelector("[data-kpa-button]"), plain = words.textContent;
  const tell = () => { words.textContent = howLong() ? `${form.dataset.kpaSave} ${howLong()}` : plain; };
  form.addEventListener("change", tell);
  form.addEventListener("input", tell);
  tell();
}

function watchTimer() {
  const place = form.querySelector("[data-kpa-timer]"), button = place.querySelector("button");
  const words = button.querySelector("[data-kpa-words]"), since = place.querySelector("[role=status]");
  const started = () => JSON.parse(localStorage.getItem(TIMER) || "null");
  const show = () => {
    const run = started(), mine = run && run.owner === zone.dataset.kpaOwner;
    words.textContent = button.dataset[mine ? "kpaStop" : "kpaStart"];
    since.textContent = mine ? `${since.dataset.kpaSince} ${new Date(run.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" })}` : "";
    return mine ? run : null;
  };
  button.addEventListener("click", () => {
    const run = show();
    if (run) {
      const minutes = Math.min(1440, Math.max(1, Math.round((Date.now() - run.at) / 60000)));
      localStorage.removeItem(TIMER);
      form.querySelector('[name="duration"][value="autre"]').checked = true;
      form.elements.other_duration.value = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
      form.dispatchEvent(new Event("change"));
    } else {
      localStorage.setItem(TIMER, JSON.stringify({ owner: zone.dataset.kpaOwner, at: Date.now() }));
    }
    show();
  });
  place.hidden = false;
  show();
}

// The worker answers for the page where hours are noted, and for no other.
async function keepPage() {
  if (!navigator.serviceWorker || !form) return;
  await navigator.serviceWorker.register(zone.dataset.kpaWorker, { scope: zone.dataset.kpaHere });
  if (!navigator.serviceWorker.controller) await (await caches.open(PAGES)).add(zone.dataset.kpaHere);
}

async function leave(event) {
  event.preventDefault();
  try {
    for (const item of await keptOf(leaving.dataset.kpaLeaving)) await forget(item.id);
    localStorage.removeItem(TIMER);
    if (window.caches) await caches.delete(PAGES);
  } finally {
    leaving.submit();
  }
}

async function warnBeforeLeaving() {
  leaving.addEventListener("submit", leave);
  const items = await keptOf(leaving.dataset.kpaLeaving);
  const warning = document.querySelector("[data-kpa-unsent]");
  warning.hidden = !items.length;
  if (items.length) warning.querySelector("a").href = items[0].here;
}

if (form) {
  window.addEventListener("pageshow", freshKey);
  form.addEventListener("submit", submitted);
  watchButton();
  watchTimer();
}
if (zone && window.indexedDB) {
  zone.querySelector("[data-kpa-flush]").addEventListener("click", flush);
  window.addEventListener("online", flush);
  draw().then((items) => { if (items.length) { say("kpaWaiting"); flush(); } });
  window.addEventListener("load", () => keepPage().catch(() => null));
}
if (leaving && window.indexedDB) warnBeforeLeaving();
