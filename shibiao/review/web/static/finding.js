// Words in a form: every value that has them is marked, Enter goes to the next, Shift+Enter back.

export function listenForWords(search, values, choose, leave) {
  let at = -1;

  function find(forward) {
    const word = search.value.trim().toLowerCase();
    const hits = values.filter((value) => word && value.querySelector(".text").textContent.toLowerCase().includes(word));
    for (const value of values) value.classList.toggle("found", hits.includes(value));
    if (!hits.length) return;
    at = (at + (forward ? 1 : -1) + hits.length) % hits.length;
    choose(hits[at]);
  }

  search.addEventListener("input", () => {
    at = -1;
    find(true);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      find(!event.shiftKey);
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  });
}
