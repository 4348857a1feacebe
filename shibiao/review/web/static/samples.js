// Drawing a sample: what is asked for is worked out by the desk before anything is drawn.

import { say, send } from "./desk.js";

const form = document.querySelector('[data-form="draw"]');
const preview = document.getElementById("preview");
const button = form.querySelector("button.primary");
let asked = 0;
let waiting = 0;

function demand() {
  const only = {};
  for (const field of form.querySelectorAll("select[data-only]")) if (field.value) only[field.dataset.only] = field.value.slice(1);
  const unit = form.querySelector('input[data-only="unit"]').value.trim();
  if (unit) only.unit = unit;
  const named = (name) => form.elements[name].value.trim();
  return {
    confidence: named("confidence"),
    tolerable: named("tolerable"),
    expected: named("expected"),
    size: named("size"),
    seed: named("seed"),
    curtailed: form.elements.curtailed.checked,
    by: [...form.querySelectorAll('[name="by"]:checked')].map((box) => box.value),
    only,
  };
}

function tell(text, bad) {
  const p = document.createElement("p");
  p.className = bad ? "alert" : "note";
  p.textContent = text;
  preview.replaceChildren(p);
}

async function plan() {
  const mine = ++asked;
  button.disabled = true;
  preview.classList.add("busy");
  const { status, data } = await send("/samples/plan", demand());
  if (mine !== asked) return;
  preview.classList.remove("busy");
  if (status === 200) preview.innerHTML = data.html; // the desk's own piece of a page, every text in it escaped
  else tell(data.message, true);
  button.disabled = status !== 200;
}

form.addEventListener("input", () => {
  asked++;
  button.disabled = true;
  preview.classList.add("busy");
  clearTimeout(waiting);
  waiting = setTimeout(plan, 350);
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  const words = button.textContent;
  button.disabled = true;
  button.textContent = button.dataset.drawing;
  const { status, data } = await send("/samples", demand());
  if (status === 200) {
    location.href = data.address;
    return;
  }
  button.textContent = words;
  button.disabled = false;
  say(data.message, true);
});
plan();
