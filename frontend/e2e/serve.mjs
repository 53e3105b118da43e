// The server of the browser tests: playwright.config.ts runs this, and ends it.
//   node e2e/serve.mjs [--example]
import { startServer } from './server.mjs';

const { ended, stop } = await startServer({ example: process.argv.includes('--example') });
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
process.exitCode = await ended;
