// What every page has: settings, help, messages.

const csrf = document.querySelector('meta[name="csrf"]').content;
export const words = document.getElementById("words").dataset;
const toast = document.getElementById("status");
let hiding = 0;

/** Send something to the desk. Returns {status, data}; status 0 where it cannot be reached. */
export async function send(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF": csrf },
      body: JSON.stringify(body),
    });
    const type = answer.headers.get("content-type") ?? "";
    const data = type.startsWith("application/json") ? await answer.json() : { message: await answer.text() };
    return { status: answer.status, data };
  } catch {
    return { status: 0, data: { message: words.offline } };
  }
}

/** Say something below, for a moment; bad news stays longer. */
export function say(text, bad = false) {
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => toast.classList.remove("shown"), bad ? 8000 : 1800);
}

/** Say something that has to be read. */
export function notice(heading, lines) {
  const dialog = document.getElementById("notice");
  dialog.querySelector("h2").textContent = heading;
  const body = dialog.querySelector(".notice-body");
  body.replaceChildren(
    ...lines.map((line) => {
      if (line instanceof Node) return line;
      const p = document.createElement("p");
      p.textContent = line;
      return p;
    }),
  );
  dialog.showModal();
}

export function typing(target) {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select');
}

/** Whether a key is meant for the page: not for a field, a dialog, or the browser. */
export function isOurs(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || document.querySelector("dialog[open]"));
}

async function invite() {
  const { status, data } = await send("/settings", { invite: true });
  if (status !== 200) return say(data.message, true);
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = data.address;
  field.setAttribute("aria-label", words.invited);
  notice(words.invite, [words.invited, field]);
  field.select();
}

const actions = {
  help: () => document.getElementById("help").showModal(),
  invite,
  language: async (button) => {
    const { status, data } = await send("/settings", { language: button.dataset.language });
    if (status === 200) location.reload();
    else say(data.message, true);
  },
  close: (button) => button.closest("dialog").close(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button) actions[button.dataset.action]?.(button);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && isOurs(event)) {
    event.preventDefault();
    actions.help();
  }
});

document.querySelector('[data-form="name"]')?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { status, data } = await send("/settings", { name: new FormData(event.target).get("name") });
  if (status === 200) location.reload();
  else say(data.message, true);
});
