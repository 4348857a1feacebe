// Lists with the keyboard: j and k from row to row, / to the search.

import { isOurs } from "./desk.js";

const rows = [...document.querySelectorAll("a.row")];

function step(by) {
  const here = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(here + by, 0), rows.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.id === "search") return event.target.blur();
  if (!isOurs(event)) return;
  const keys = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    "/": () => document.getElementById("search")?.select(),
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

// The list grows while the index is made; nobody who is at something is disturbed.
if (document.querySelector(".building")) {
  const look = () => (document.activeElement === document.body && !document.querySelector("dialog[open]") ? location.reload() : setTimeout(look, 1500));
  setTimeout(look, 1500);
}

for (const select of document.querySelectorAll(".filters select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
