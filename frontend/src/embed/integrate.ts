/** The page that writes frames works without this: it shows each choice at once, and copies. */
const form = document.getElementById('choices') as HTMLFormElement;
const made = document.getElementById('made') as HTMLElement;
const copied = document.getElementById('copied') as HTMLElement;

/** Long enough that a name may be typed. */
const PAUSE = 400;

let asking = new AbortController();
let timer = 0;

/** Asks the server for the page of these choices, and takes from it what they make. */
async function refresh(): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const filled = [...new FormData(form)].filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)]);
  const address = `${location.pathname}?${new URLSearchParams(filled)}`;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(address, { signal })).text(), 'text/html');
    const answer = page.getElementById('made');
    if (signal.aborted || !answer) return;
    made.replaceChildren(...[...answer.childNodes].map((node) => document.importNode(node, true)));
    history.replaceState(null, '', address);
    const fault = showFaults(page);
    copied.textContent = fault ? '' : 'Le cadre et le code sont à jour.';
    offerCopies();
  } catch {
    // The button of the form still works, or says what does not.
  }
}

/** Tells each field's fault beside it, as the page of these choices does. True when there is one. */
function showFaults(page: Document): boolean {
  for (const field of form.querySelectorAll('.field-fault')) {
    const text = page.getElementById(field.id)?.textContent ?? '';
    if (field.textContent !== text) field.replaceChildren(...[...(page.getElementById(field.id)?.childNodes ?? [])].map((node) => document.importNode(node, true)));
    const input = form.querySelector(`[aria-describedby="${field.id}"]`);
    if (text) input?.setAttribute('aria-invalid', 'true');
    else input?.removeAttribute('aria-invalid');
  }
  return document.getElementById('fault') !== null;
}

function offerCopies(): void {
  if (!navigator.clipboard) return;
  for (const button of made.querySelectorAll<HTMLButtonElement>('.copy')) button.hidden = false;
}

async function copy(button: HTMLElement): Promise<void> {
  const code = document.getElementById(button.dataset['of'] ?? '')?.textContent ?? '';
  copied.textContent = await navigator.clipboard.writeText(code).then(
    () => 'Le code est copié.',
    () => 'Le code n’a pas pu être copié. Sélectionnez-le.',
  );
}

form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => void refresh(), PAUSE);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(timer);
  void refresh().then(() => {
    const wrong = form.querySelector<HTMLElement>('[aria-invalid]');
    if (wrong) wrong.focus();
    else made.scrollIntoView();
  });
});
made.addEventListener('click', ({ target }) => {
  const button = (target as Element).closest<HTMLElement>('.copy');
  if (button) void copy(button);
});
offerCopies();
