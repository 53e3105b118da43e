/** What is true only until a moment: the server marks it, with what to say from then on. */

/** How often the page checks, in milliseconds. */
const EVERY = 60_000;

/** When what shows was made: kept by the worker, or loaded just now. */
const made = Number(document.body.dataset['kept']) || Date.now();

/** The instant that it is for the page: that of the server where its clock is stopped, in a test or for a visit. */
function now(): number {
  const stopped = document.querySelector<HTMLMetaElement>('meta[name=clock]')?.content;
  return stopped ? Date.parse(stopped) + Date.now() - made : Date.now();
}

function expire(at: number): void {
  for (const status of document.querySelectorAll<HTMLElement>('[data-until]')) {
    const { until = '', after = '' } = status.dataset;
    if (Date.parse(until) > at) continue;
    status.textContent = after;
    status.classList.remove('tag-open', 'tag-later', 'tag-closed', 'tag-today');
    status.classList.add('tag-check');
    status.removeAttribute('data-until');
  }
}

/** Takes back at once what is true no more. */
export const stayTrue = (): void => expire(now());

export function keepTrue(): void {
  setInterval(stayTrue, EVERY);
  document.addEventListener('visibilitychange', stayTrue);
  stayTrue();
}
