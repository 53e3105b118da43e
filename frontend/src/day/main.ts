/** The sheet of the day: it works without a network once it was opened, and sends later what was marked meanwhile. Its page works without this. */
import { afterOpening, eraseSheet, keepSheet, readMarks, SHEET, sweepSheet, writeMarks, type Mark } from './kept.ts';

const state = document.getElementById('sheet-state');

/** Says how things are; the sentences are in the page. */
function say(what: 'kept' | 'waiting' | 'sent' | 'stopped'): void {
  if (state) state.textContent = state.dataset[what] ?? '';
}

/** True once the server took the marks. */
async function send(mark: Mark): Promise<boolean> {
  const response = await fetch(SHEET, { method: 'POST', redirect: 'manual', body: new URLSearchParams(mark) });
  if (response.status === 204) return true;
  if (response.status < 500) say('stopped'); // signed out, or not theirs any more
  return false;
}

let sending = false;

/** Sends what waits, in order. Once all is sent nothing stays on the telephone. */
async function sendAll(): Promise<void> {
  if (sending || readMarks().length === 0) return;
  sending = true;
  try {
    while (readMarks().length > 0) {
      const [first, ...rest] = readMarks();
      if (first === undefined || !(await send(first))) return;
      writeMarks(rest);
    }
    await eraseSheet();
    say('sent');
  } catch {
    say('waiting');
  } finally {
    sending = false;
  }
}

function formText(form: HTMLFormElement): Mark {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** Shows in the copy what was marked since it was made. */
function showMarks(): void {
  for (const mark of readMarks()) {
    const fields = new URLSearchParams(mark);
    const form = document.querySelector<HTMLFormElement>(`form[data-workshop="${CSS.escape(fields.get('atelier') ?? '')}"]`);
    for (const input of form?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? []) input.checked = fields.get(input.name) === input.value;
  }
}

function wireForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-workshop]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      writeMarks([...readMarks(), formText(form)]);
      say('waiting');
      void sendAll();
    });
  }
}

function filesOfPage(): string[] {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].map(({ href }) => href);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src);
  return [...new Set([...links, ...scripts])];
}

async function open(): Promise<void> {
  await navigator.serviceWorker.register('/gestion/jour-sw.js', { scope: SHEET });
  const waited = readMarks().length > 0;
  await sendAll();
  const waiting = readMarks().length > 0;
  const next = afterOpening(waited, waiting, navigator.onLine);
  if (next.keep) await keepSheet(filesOfPage());
  say(next.say);
}

const paper = document.getElementById('print');
if (paper) {
  paper.hidden = false;
  paper.addEventListener('click', () => print());
}

if (state) {
  showMarks();
  wireForms();
  addEventListener('online', () => void sendAll());
  if ('serviceWorker' in navigator && 'caches' in window) open().catch(() => undefined);
} else if ('caches' in window) {
  void (document.querySelector('.desk-menu') ? sweepSheet() : eraseSheet()); // without its menu nobody is signed in: whoever was here left
}
