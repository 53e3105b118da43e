/** What is kept on the telephone of the sheet of the day: the page, for a day at most, and the marks made without a network. */
export const SHEET = '/gestion/jour';
export const CACHE = 'feuille-du-jour';
const MARKS = 'feuille-du-jour';
/** When a copy was made, in its headers. */
const MADE = 'x-made';
/** How long a copy is good, in milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

/** A mark names a workshop and registrations by their numbers: nobody. */
export type Mark = string;

export const readMarks = (): Mark[] => {
  try {
    return JSON.parse(localStorage.getItem(MARKS) ?? '[]') as Mark[];
  } catch {
    return [];
  }
};

export function writeMarks(marks: readonly Mark[]): void {
  if (marks.length === 0) localStorage.removeItem(MARKS);
  else localStorage.setItem(MARKS, JSON.stringify(marks));
}

/** What the page says once it tried to send, and whether it keeps a copy: after marks were sent nothing stays, and nothing waits that nobody marked. */
export function afterOpening(waited: boolean, waiting: boolean, online: boolean): { say: 'waiting' | 'sent' | 'kept'; keep: boolean } {
  if (waiting) return { say: 'waiting', keep: false };
  if (waited) return { say: 'sent', keep: false };
  return { say: 'kept', keep: online };
}

/** Keeps the page as the server wrote it, and the files that it names. */
export async function keepSheet(files: readonly string[]): Promise<void> {
  const response = await fetch(SHEET, { redirect: 'error' });
  if (!response.ok) return eraseSheet();
  const body = await response.text();
  const cache = await caches.open(CACHE);
  await cache.put(SHEET, new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': response.headers.get('content-security-policy') ?? '', [MADE]: String(Date.now()) } }));
  await cache.addAll(files);
}

export const eraseSheet = async (): Promise<void> => void (await caches.delete(CACHE));

/** Erases a copy that is older than a day. */
export const sweepSheet = async (): Promise<void> => void (await keptSheet());

/** The copy, unless it is older than a day: then it is erased. */
export async function keptSheet(): Promise<Response | undefined> {
  const found = await caches.match(SHEET, { cacheName: CACHE });
  if (found && Date.now() - Number(found.headers.get(MADE)) < DAY) return found;
  if (found) await eraseSheet();
  return undefined;
}
