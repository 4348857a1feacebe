// A form: from value to value with the keyboard, decisions, undo.

import { isOurs, notice, say, send, words } from "./desk.js";
import { listenForWords } from "./finding.js";
import { remember, remembered, store } from "./undo.js";
import { Viewer } from "./viewer.js";

const main = document.getElementById("main");
const base = `/forms/${encodeURIComponent(main.dataset.form)}`;
const detail = document.getElementById("detail");
const values = [...document.querySelectorAll(".value")];
const byNumber = new Map(values.map((value) => [Number(value.dataset.item), value]));
const inOrder = [...values].sort((a, b) => a.dataset.item - b.dataset.item);
const search = document.getElementById("search");
const viewer = new Viewer(main, chooseCell);
const sample = new URLSearchParams(location.search).get("sample");
const forSample = sample ? `?sample=${encodeURIComponent(sample)}` : "";
let current = null;
let asked = 0;
let busy = false;
let armed = null; // a decision about the whole form that wants its key a second time

// Choosing

async function load(path) {
  const mine = ++asked;
  detail.classList.add("busy");
  try {
    const answer = await fetch(path);
    const html = await answer.text();
    if (mine === asked && answer.ok) fill(html);
    else if (mine === asked) say(answer.statusText, true);
  } catch {
    say(words.offline, true);
  } finally {
    if (mine === asked) detail.classList.remove("busy");
  }
}

/** The desk's own piece of a page: every text of a form in it is escaped there. */
function fill(html) {
  detail.innerHTML = html;
  detail.scrollTop = 0;
  for (const form of detail.querySelectorAll(".correction")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      saved(form);
    });
  }
}

function mark(value) {
  current?.removeAttribute("aria-current");
  if (current) current.tabIndex = -1;
  current = value;
  if (!value) return;
  value.setAttribute("aria-current", "true");
  value.tabIndex = 0;
}

function choose(value, focus = true) {
  if (!value) return undefined;
  armed = null;
  mark(value);
  if (focus) value.focus({ preventScroll: true });
  value.scrollIntoView({ block: "nearest" });
  viewer.choose(value.dataset.cell);
  return load(`${base}/items/${value.dataset.item}${forSample}`);
}

function chooseCell(cell) {
  const inCell = inOrder.filter((value) => value.dataset.cell === cell);
  if (inCell.length) {
    const at = inCell.indexOf(current); // a second click goes on to the next value of the same cell
    return choose(at >= 0 ? inCell[(at + 1) % inCell.length] : (inCell.find((value) => value.matches("[data-doubted]")) ?? inCell[0]));
  }
  if (!viewer.cells.has(cell)) return undefined;
  mark(null);
  viewer.choose(cell);
  return load(`${base}/cells/${encodeURIComponent(cell)}${forSample}`);
}

function step(by) {
  const at = inOrder.indexOf(current);
  choose(inOrder[at < 0 ? 0 : Math.min(Math.max(at + by, 0), inOrder.length - 1)]);
}

const isDoubted = (value) => value.matches("[data-doubted], [data-elsewhere]");
const isOpen = (value) => isDoubted(value) && !value.dataset.verdict;

function nextDoubtful() {
  const at = inOrder.indexOf(current);
  const next = inOrder.slice(at + 1).find(isOpen) ?? inOrder.slice(0, at + 1).find((value) => value !== current && isOpen(value));
  if (next) choose(next);
  else say(words.noneDoubtful);
}

// Deciding

function shown() {
  const article = detail.querySelector("article[data-number]");
  return article && current && article.dataset.number === current.dataset.item ? article : null;
}

async function decide(verdict, more = {}) {
  const article = shown();
  if (!article || busy) return;
  busy = true;
  const body = { verdict, seen: article.dataset.seen, stamp: article.dataset.stamp, ...more };
  const done = await answered(send(`${base}/items/${article.dataset.number}${forSample}`, body), words.saved);
  busy = false;
  if (done) goOn();
}

/** From a doubtful value to the next doubtful one, from any other to its neighbour. */
function goOn() {
  const next = inOrder[inOrder.indexOf(current) + 1];
  if (isDoubted(current)) nextDoubtful();
  else if (next) choose(next);
  else current.focus();
}

/** Right already: nothing is recorded twice. */
function accept() {
  if (current?.dataset.verdict !== "accept") return void decide("accept");
  say(words.already);
  goOn();
}

async function decideWhole(verdict, question) {
  if (armed !== verdict) {
    armed = verdict;
    return say(question);
  }
  armed = null;
  await answered(send(`${base}/whole${forSample}`, { verdict, seen: main.dataset.wholeSeen, stamp: main.dataset.stamp }), words.saved);
}

/** What came of a decision. Returns whether it was taken. */
async function answered(sent, good) {
  const { status, data } = await sent;
  if (data.verdicts) renew(data);
  if (data.html) fill(data.html);
  if (data.mark && data.mark !== main.dataset.mark) warn();
  if (status === 200) {
    if (data.numbers.length) remember(main.dataset.form, data.numbers);
    say(data.message ?? good);
    return true;
  }
  if (data.conflict) {
    const told = data.conflict;
    const lines = [`${told.by} · ${told.at} · ${told.verdict}`];
    if (told.after !== null) lines.push(`${words.after} ${told.after}`);
    if (told.reason) lines.push(told.reason);
    notice(words.conflict, [...lines, words.yours]);
  } else {
    say(status === 0 ? data.message : `${words.failed} ${data.message}`, true);
  }
  return false;
}

/** The folder was converted again beside the open page. */
function warn() {
  if (document.getElementById("renewed")) return;
  const bar = document.createElement("p");
  bar.id = "renewed";
  bar.className = "alert renewed";
  bar.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.textContent = words.reload;
  button.addEventListener("click", () => location.reload());
  bar.append(words.renewed, " ", button);
  main.before(bar);
}

function renew(data) {
  for (const [number, value] of byNumber) {
    const verdict = data.verdicts[number];
    value.classList.toggle("decided", Boolean(verdict));
    value.toggleAttribute("data-elsewhere", data.elsewhere.includes(number));
    if (verdict) value.dataset.verdict = verdict;
    else delete value.dataset.verdict;
    if (data.shapes[number]) value.querySelector(".text").innerHTML = data.shapes[number];
    viewer.cells.get(value.dataset.cell)?.classList.toggle("seen", Boolean(verdict));
  }
  const whole = document.getElementById("whole");
  whole.hidden = !data.done;
  whole.innerHTML = data.done;
  main.dataset.wholeSeen = data.whole_seen;
  progress();
}

function progress() {
  const line = document.getElementById("progress");
  const done = inOrder.filter((value) => value.dataset.verdict).length;
  line.textContent = line.dataset.words.replace("{done}", done).replace("{all}", inOrder.length).replace("{open}", inOrder.filter(isOpen).length);
}

// Correcting

function open(kind) {
  if (!shown()) return;
  for (const form of detail.querySelectorAll(".correction")) form.hidden = !form.matches(kind);
  const form = detail.querySelector(kind);
  const field = form.elements.after ?? form.elements.reason;
  field.focus();
  field.select();
}

function leave() {
  for (const form of detail.querySelectorAll(".correction")) {
    form.reset();
    form.hidden = true;
  }
  current?.focus({ preventScroll: true });
}

function saved(form) {
  const reason = form.elements.reason.value;
  if (form.matches(".illegible")) return decide("illegible", { reason });
  return decide("correct", { after: form.elements.after.value, reason });
}

detail.addEventListener("keydown", (event) => {
  const form = event.target.closest(".correction");
  if (!form || event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    leave();
  } else if (event.key === "Enter" && !event.shiftKey && !event.target.matches("button")) {
    event.preventDefault();
    saved(form);
  }
});

// Undoing: the last decisions of this window, over forms

async function undo() {
  if (busy) return;
  const kept = remembered();
  const last = kept.pop();
  if (last && last.form !== main.dataset.form) {
    location.href = `/forms/${encodeURIComponent(last.form)}${location.search}`;
    return;
  }
  busy = true;
  const { status, data } = await send(`${base}/undo${forSample}`, last ? { numbers: last.numbers } : {});
  busy = false;
  if (status !== 0) store(kept);
  if (data.verdicts) renew(data);
  if (status !== 200) {
    if (data.conflict) notice(words.conflict, [`${data.conflict.by} · ${data.conflict.at} · ${data.conflict.verdict}`]);
    else say(data.message, true);
    return;
  }
  say(words.undone);
  if (data.number !== null) {
    mark(byNumber.get(data.number));
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
    viewer.choose(current.dataset.cell);
    fill(data.html);
  }
}

// Keys and clicks

const go = (id) => {
  const link = document.getElementById(id);
  if (link) link.click();
  else say(words.last);
};

const does = {
  accept,
  correct: () => open(".correction.correct"),
  illegible: () => open(".correction.illegible"),
  undo,
  leave,
  "accept-whole": () => {
    const open = inOrder.filter(isOpen).length;
    return decideWhole("accept", open ? words.confirmWholeOpen.replace("{open}", open) : words.confirmWhole);
  },
  "not-a-form": () => decideWhole("not-a-form", words.confirmX),
};

const keys = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  n: nextDoubtful,
  a: does.accept,
  c: does.correct,
  i: does.illegible,
  u: undo,
  x: does["not-a-form"],
  A: does["accept-whole"],
  f: () => go("after"),
  b: () => go("before"),
  l: () => go("to-list"),
  e: () => detail.querySelector("a.evidence")?.click(),
  "+": () => viewer.zoomBy(1.25),
  "=": () => viewer.zoomBy(1.25),
  "-": () => viewer.zoomBy(0.8),
  0: () => viewer.fit(),
  "]": () => viewer.turn(1),
  "[": () => viewer.turn(-1),
  "/": () => search.select(),
};
const pans = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  if (!isOurs(event)) return;
  if (event.shiftKey && pans[event.key]) {
    event.preventDefault();
    viewer.pan(...pans[event.key]);
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  if (!["x", "A"].includes(event.key)) armed = null;
  act();
});

document.addEventListener("click", (event) => {
  const value = event.target.closest(".value");
  if (value) return void choose(value);
  const button = event.target.closest("[data-do]");
  if (button) return void does[button.dataset.do]();
  const link = event.target.closest("[data-go]");
  if (link) chooseCell(link.dataset.go);
});

listenForWords(search, inOrder, (value) => choose(value, false), () => (current ?? inOrder[0])?.focus());
for (const value of inOrder) if (value.dataset.verdict) viewer.cells.get(value.dataset.cell)?.classList.add("seen");
progress();
if (main.dataset.start) chooseCell(main.dataset.start);
else choose(inOrder.find(isOpen) ?? inOrder[0]);
