// What is typed outlives its page and its server: it is kept in this tab until it is saved, discarded, or whoever wrote it signs out.
const unsaved = new Map();                                // for browsers that keep no storage

export function read(key) {
  try { return JSON.parse(sessionStorage.getItem(key) ?? "null"); } catch { return unsaved.get(key) ?? null; }
}

export function keep(key, value) {
  try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { unsaved.set(key, value); }
}

export function forget(...keys) {
  for (const key of keys) {
    unsaved.delete(key);
    try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
  }
}
