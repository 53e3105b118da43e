// Evaluates opening hours with npm opening_hours, to compare with our own.
//
//   TZ=Europe/Paris node oracle.mjs PATH/TO/node_modules < question > answer
//
// question: {"state": "Normandie", "from": ISO, "to": ISO, "texts": ["Mo-Fr 09:00-12:00", …]}
// answer:   [{"open": [[startMs, endMs], …]} or {"error": "…"}, …]
// Only sure openings are listed, and those that touch are one.
import { createRequire } from 'node:module';
import path from 'node:path';

const modules = path.resolve(process.argv[2]);
const OpeningHours = createRequire(path.join(modules, 'x.js'))('opening_hours');

// Only the state counts, for public holidays: no text speaks of the sun.
const placeIn = (state) => ({
  lat: 49.116,
  lon: -1.09,
  address: { country_code: 'fr', country: 'France', state },
});

function openIntervals(text, place, from, to) {
  const merged = [];
  const hours = new OpeningHours(text, place, { locale: 'fr' });
  for (const [start, end, unknown] of hours.getOpenIntervals(from, to)) {
    if (unknown) continue;
    const last = merged.at(-1);
    if (last && last[1] === start.getTime()) last[1] = end.getTime();
    else merged.push([start.getTime(), end.getTime()]);
  }
  return merged;
}

let input = '';
for await (const chunk of process.stdin) input += chunk;
const { state, from, to, texts } = JSON.parse(input);
const answers = texts.map((text) => {
  try {
    return { open: openIntervals(text, placeIn(state), new Date(from), new Date(to)) };
  } catch (error) {
    return { error: String(error) };
  }
});
process.stdout.write(JSON.stringify(answers));
