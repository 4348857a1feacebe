// The decisions of this window, the last at the end: undo goes back over forms.

const UNDO = "shibiao-undo";

export function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(UNDO)) ?? [];
  } catch {
    return [];
  }
}

export const store = (kept) => sessionStorage.setItem(UNDO, JSON.stringify(kept.slice(-100)));

export const remember = (form, numbers) => store([...remembered(), { form, numbers }]);
