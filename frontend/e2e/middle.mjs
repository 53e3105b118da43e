// A server between the browser and the program, so that the way to it can
// fail, be slow, or lead to another build.
import { createServer } from 'node:http';

/**
 * Starts one before `target`. `state.down` cuts the line, `state.wait` delays
 * each answer by so many milliseconds, `state.answered` counts them, `state.gone` are paths that answer 404,
 * `state.rename` gives words of the build, such as the hashes of its files, another form.
 */
export async function startMiddle(target) {
  const state = { down: false, wait: 0, answered: 0, gone: /** @type {string[]} */ ([]), rename: /** @type {[string, string][]} */ ([]) };
  const server = createServer((request, response) => {
    answer(target, state, request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  const stop = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  return { url: `http://localhost:${server.address().port}`, state, stop };
}

async function answer(target, state, request, response) {
  if (state.down) return response.destroy();
  if (state.wait) await new Promise((resolve) => setTimeout(resolve, state.wait));
  const path = request.url.split('?')[0];
  if (state.gone.includes(path)) return response.writeHead(404).end();
  const other = state.rename.length > 0;
  const address = state.rename.reduce((url, [plain, renamed]) => url.replaceAll(renamed, plain), request.url);
  const { 'user-agent': agent = '', 'if-none-match': tag } = request.headers;
  // The tag of what was renamed is not that of what is there.
  const headers = { 'user-agent': agent, accept: request.headers.accept ?? '*/*', ...(tag && !other ? { 'if-none-match': tag } : {}) };
  const found = await fetch(target + address, { method: request.method, headers, redirect: 'manual' });
  const body = Buffer.from(await found.arrayBuffer());
  const kept = [...found.headers].filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'date'].includes(name));
  const text = /text|javascript/.test(found.headers.get('content-type') ?? '');
  state.answered += 1;
  response.writeHead(found.status, Object.fromEntries(kept));
  response.end(other && text ? state.rename.reduce((all, [plain, renamed]) => all.replaceAll(plain, renamed), body.toString()) : body);
}
