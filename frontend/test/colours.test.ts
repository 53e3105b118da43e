// Contrast, computed from the style sheets themselves as WCAG 2 has it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const folder = 'src/styles/';
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css'));
const read = (name: string): string => readFileSync(folder + name, 'utf8').replace(/\/\*.*?\*\//gs, '');

type Colours = Readonly<Record<string, string>>;

/** What a block of colours-and-sizes.css says: light is the first, dark the one of its media query. */
function tokens(block: RegExp): Record<string, string> {
  const body = block.exec(read('colours-and-sizes.css'))?.[1] ?? '';
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const light = tokens(/^\s*:root \{(.*?)\n\}/s);
const themes: Readonly<Record<string, Colours>> = {
  light,
  dark: { ...light, ...tokens(/prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n {2}\}/s) },
};

function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((d) => d + d).join('') : colour.slice(1);
  assert.match(digits, /^[\da-f]{6}$/, `${colour} is not an opaque colour`);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const c = parseInt(digits.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** A colour by its name, or as it is written. */
function value(colours: Colours, name: string): string {
  const text = name.startsWith('#') ? name : (colours[name] ?? assert.fail(`--${name} is not among the colours`));
  const alias = /^var\(--([\w-]+)\)$/.exec(text)?.[1];
  return alias ? value(colours, alias) : text;
}

/** The rules that choose both what they write with and what they write on. */
function chosenTogether(): [string, string][] {
  const found: [string, string][] = [];
  for (const sheet of sheets) {
    for (const [, rule] of read(sheet).matchAll(/\{([^{}]*)\}/g)) {
      const ink = /(?:^|[;\s])color:\s*var\(--([\w-]+)\)/.exec(rule ?? '')?.[1];
      const ground = /background(?:-color)?:\s*var\(--([\w-]+)\)/.exec(rule ?? '')?.[1];
      if (ink && ground) found.push([ink, ground]);
    }
  }
  return found;
}

const TEXT: [string, string][] = [
  ...['ink', 'soft', 'link', 'action', 'open', 'check', 'error', 'epn', 'france-services', 'conseiller-numerique', 'van'].flatMap((ink): [string, string][] => [[ink, 'paper'], [ink, 'wash']]),
  ['on-action', 'action'], ['on-brand', 'brand'], ['on-brand-soft', 'brand'], ['open', 'open-paper'], ['later', 'later-paper'], ['check', 'check-paper'], ['error', 'error-paper'],
];
const EDGES: [string, string][] = [
  ...['edge', 'action', 'epn', 'france-services', 'conseiller-numerique', 'van'].flatMap((edge): [string, string][] => [[edge, 'paper'], [edge, 'wash']]),
  ...['epn', 'france-services', 'conseiller-numerique', 'van'].map((kind): [string, string] => ['on-kind', kind]),
  ['focus', 'paper'], ['focus', 'wash'], ['focus', 'focus-inner'], ['sun', 'brand'], ['on-brand-soft', 'brand'],
];

for (const [theme, colours] of Object.entries(themes)) {
  const weak = (pairs: [string, string][], least: number): string[] =>
    pairs.map(([a, b]) => ({ a, b, ratio: contrast(value(colours, a), value(colours, b)) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ a, b, ratio }) => `--${a} on --${b}: ${ratio.toFixed(2)}`);
  test(`text can be read, ${theme}`, () => {
    const together = chosenTogether();
    assert.ok(together.length > 10, `only ${together.length} rules were read`);
    assert.deepEqual(weak([...TEXT, ...together], 4.5), []);
  });
  test(`edges, signs and the focus can be seen, ${theme}`, () => assert.deepEqual(weak(EDGES, 3), []));
}

test('colours are chosen in colours-and-sizes.css alone', () => {
  const own = new Set(['colours-and-sizes.css', 'print.css']);
  const written = sheets.filter((name) => !own.has(name)).flatMap((name) =>
    [...read(name).matchAll(/(?:^|[;{\s])(?:color|background|border[\w-]*|fill):[^;}]*(#[\da-f]{3,8})\b/gi)].map(([rule]) => `${name}: ${rule.trim()}`));
  // Black and white where the device reads them (QR codes), and on paper.
  assert.deepEqual(written.filter((rule) => !/#(?:fff|000|444|888)$/.test(rule)), []);
});

test('dark and forced colours change colours, and nothing of what is there or where', () => {
  const properties = /^(?:--[\w-]+|(?:border|outline|background|fill|stroke|color)(?:-color)?|filter|forced-color-adjust)$/;
  let found = 0;
  for (const sheet of sheets) {
    const blocks = [...read(sheet).matchAll(/@media \((?:prefers-color-scheme|forced-colors): \w+\) \{(.*?)\n\}/gs)];
    assert.equal(blocks.length, read(sheet).match(/prefers-color-scheme|forced-colors/g)?.length ?? 0, `${sheet}: a query that is not read here`);
    for (const [, block] of blocks) {
      for (const [, rule] of (block ?? '').matchAll(/\{([^{}]*)\}/g)) {
        for (const declaration of (rule ?? '').split(';').filter((text) => text.trim())) {
          found++;
          assert.match((declaration.split(':')[0] ?? '').trim(), properties, `${sheet}: ${declaration}`);
        }
      }
    }
  }
  assert.ok(found > 50, `only ${found} declarations were read`);
});
