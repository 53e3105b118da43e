/** The worker of the sheet of the day, at /gestion/jour alone: the network first, else the copy that the page kept, for a day at most. */
import type { AskingEvent, WorkerScope } from '../offline/scope.ts';
import { CACHE, keptSheet, SHEET, sweepSheet } from './kept.ts';

const worker = self as unknown as WorkerScope;

async function answer({ request }: AskingEvent): Promise<Response> {
  try {
    return await fetch(request);
  } catch (fault) {
    const { pathname } = new URL(request.url);
    const found = pathname === SHEET ? await keptSheet() : await caches.match(request, { cacheName: CACHE });
    if (found) return found;
    throw fault;
  }
}

void sweepSheet(); // whatever woke it
worker.addEventListener('fetch', (event) => {
  event.waitUntil(sweepSheet());
  if (event.request.method === 'GET') event.respondWith(answer(event));
});
worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
