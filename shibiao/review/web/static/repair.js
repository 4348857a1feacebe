// One decision about many values.

import { say, send } from "./desk.js";

const main = document.getElementById("main");
const form = document.querySelector('[data-form="bulk"]');
const boxes = [...document.querySelectorAll("input[data-place]")];

const leftOut = () =>
  boxes.filter((box) => !box.checked).map((box) => [box.dataset.place, box.dataset.table, box.dataset.row, box.dataset.column]);

function count() {
  const button = form.querySelector('[data-bulk="accept"]');
  button.textContent = button.dataset.words.replace("{count}", button.dataset.count - leftOut().length);
}

async function decide(verdict) {
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  const body = { verdict, except: leftOut(), stamp: main.dataset.stamp };
  if (verdict === "correct") body.after = form.elements.after.value;
  const { status, data } = await send(`/repairs/${main.dataset.repair}`, body);
  buttons.forEach((button) => (button.disabled = false));
  say(data.message, status !== 200);
  if (status === 200) setTimeout(() => location.reload(), 700);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    decide("correct");
  });
  for (const button of form.querySelectorAll("[data-bulk]")) button.addEventListener("click", () => decide(button.dataset.bulk));
  // A crop that cannot be painted is no reason for a broken picture.
  for (const image of document.querySelectorAll(".members img")) image.addEventListener("error", () => image.parentNode.remove());
  for (const box of boxes) box.addEventListener("change", count);
}
