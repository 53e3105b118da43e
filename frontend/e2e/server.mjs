// Starts the real program, as built by `make build`, on data of its own: the
// mirror of open data beside the project, or else the example set.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');

/** The program, as `make build` leaves it. */
export const PROGRAM = join(root, 'bin/escale');

/** A Tuesday morning: what is open then never changes. */
const NOW = '2026-12-01T10:00:00+01:00';

/** What the program says once it holds all its data. */
export const READY = /Escale est prête : http:\/\/localhost:(?<escale_e2e_port>\d+)/;

/** The settings of this run only: none of the person's own may change a test. */
function environment(folder, mirror, now, settings) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('ESCALE_') && name !== 'DATABASE_URL');
  return { ...Object.fromEntries(kept), PORT: '0', ESCALE_VAR: join(folder, 'var'), ESCALE_MIRROR: mirror, ESCALE_NOW: now, ...settings };
}

/**
 * Runs the program until it ends, its clock stopped at `now`, with further `settings`. `stop` asks it to; `ended` gives
 * its exit code once it, its database and its folder are gone. Another command of the program runs beside it with `env`.
 */
export async function startServer({ example = false, output = 'inherit', now = NOW, settings = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'escale-e2e-'));
  // Set to nothing, there is no mirror.
  const { ESCALE_MIRROR: set = '../shared/data' } = process.env;
  const mirror = set && resolve(root, set);
  const env = environment(folder, !example && mirror && existsSync(mirror) ? mirror : folder, now, settings);
  const child = spawn(PROGRAM, ['serve', '--load'], {
    cwd: root,
    env,
    stdio: ['ignore', output, 'inherit'],
  });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`bin/escale: ${error.message}. Run « make build » first.`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => rm(folder, { recursive: true, force: true }));
  return { child, env, ended, stop: () => child.kill('SIGTERM') };
}

/** Waits until the program has loaded its data; returns its address. */
async function addressOf(child) {
  for await (const line of createInterface(child.stdout)) {
    const port = READY.exec(line)?.groups?.escale_e2e_port;
    if (port) return `http://localhost:${port}`;
  }
  throw new Error('the program ended before it was ready');
}

/**
 * Calls `use` with the address of a program started for it, its environment and what it has written so far, and ends it.
 * @param {(base: string, env: NodeJS.ProcessEnv, written: () => string) => Promise<void>} use
 * @param {Parameters<typeof startServer>[0]} options
 */
export async function withServer(use, options = {}) {
  const { child, env, ended, stop } = await startServer({ ...options, output: 'pipe' });
  try {
    const base = await addressOf(child);
    let log = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
    child.stdout.resume();
    await use(base, env, () => log);
  } finally {
    stop();
    await ended;
  }
}
