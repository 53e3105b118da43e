/** Notes stay in this tab: the browser forgets them when it closes. */
const KEY = 'escale-note-';

/** A browser that forbids it keeps notes as long as the page only. */
const fallback = new Map<string, string>();

export function noteOf(id: string): string {
  try {
    return sessionStorage.getItem(KEY + id) ?? '';
  } catch {
    return fallback.get(id) ?? '';
  }
}

export function writeNote(id: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(KEY + id, text);
    else sessionStorage.removeItem(KEY + id);
  } catch {
    fallback.set(id, text);
  }
}

/** What was written about the person goes with the rest. */
export function forgetNotes(): void {
  fallback.clear();
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEY)) sessionStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
