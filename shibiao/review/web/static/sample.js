// A sample: verdicts as they come in, and what it shows, asked for again and again while the page is looked at.

const main = document.getElementById("main");
const state = document.getElementById("state");
const path = `/samples/${encodeURIComponent(main.dataset.sample)}/state`;
let last = "";

async function look() {
  try {
    const answer = await fetch(path);
    const html = await answer.text();
    // The desk's own piece of a page: every text of a form in it is escaped there.
    if (answer.ok && html !== last && !state.contains(document.activeElement)) {
      last = html;
      state.innerHTML = html;
    }
  } catch {
    // The desk is closed: what was shown last stays.
  }
  setTimeout(next, 3000);
}

function next() {
  if (!document.hidden) return void look();
  document.addEventListener("visibilitychange", look, { once: true });
}

look();
