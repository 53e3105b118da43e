// A plain page, as a yardstick of the machine: for a choice it asks for the same two answers, puts the new cards in
// place of the old ones, reads the places, and moves as many marks as the map shows. It keeps no focus, draws no clusters,
// writes no address, and has no other script. What it takes depends on the machine, on Chromium and on the answers.

/** The two answers of a choice, and of taking it back, as the page asks for them. */
async function answersOf(page, choose) {
  const pairs = [];
  for (let i = 0; i < 2; i++) {
    const addresses = [];
    const note = (request) => addresses.push(request.url());
    page.on('request', note);
    await choose();
    page.off('request', note);
    pairs.push({ cards: addresses.find((address) => /[?&]part=answer/.test(address)), places: addresses.find((address) => /\/api\/v1\/places\?/.test(address)) });
  }
  return pairs;
}

/** Opens the plain page, with the style sheet, the cards and as many marks as `page` shows. */
async function openPlain(page, plain) {
  const shown = await page.evaluate(() => ({
    head: [...document.querySelectorAll('link[rel=stylesheet]')].map((link) => link.outerHTML).join(''),
    cards: document.getElementById('results').outerHTML,
    marks: document.querySelectorAll('#map .cluster, #map .marker').length,
  }));
  const mark = '<div style="position:absolute;width:40px;height:40px;border-radius:50%;background:#036"></div>';
  const body = `<!doctype html><title>Page nue</title>${shown.head}<body><input id="choice" type="checkbox"><div style="display:flex"><main style="width:480px">${shown.cards}</main>`
    + `<div id="marks" style="position:relative">${mark.repeat(shown.marks)}</div></div>`;
  const address = new URL('/page-nue', page.url()).href;
  await plain.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await plain.goto(address);
  await plain.unroute(address); // who stops requests slows them
}

/** From the click to the frame after the cards and the marks are in place, in ms. */
const turn = (plain, pair) => plain.evaluate(({ cards, places }) => new Promise((done) => {
  const get = (address) => fetch(address, { mode: 'same-origin' });
  const choice = document.getElementById('choice');
  const start = performance.now();
  choice.addEventListener('change', async () => {
    const [text, { features }] = await Promise.all([get(cards).then((answer) => answer.text()), get(places).then((answer) => answer.json())]);
    const list = /<(\w+)[^>]* id="results"[^>]*>([\s\S]*?)<\/\1>/.exec(text);
    document.getElementById('results').innerHTML = list[2];
    [...document.getElementById('marks').children].forEach((mark, i) => {
      const [lon, lat] = features[i % features.length].geometry.coordinates;
      mark.style.transform = `translate(${300 + lon * 200}px, ${(50 - lat) * 300}px)`;
    });
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  }, { once: true });
  choice.click();
}), pair);

/** Times so many choices of `plain`, a page as slow as `page` is, in ms; `choose` makes one in `page`. */
export async function timePlain(page, plain, choose, rounds) {
  const pairs = await answersOf(page, choose);
  await openPlain(page, plain);
  const times = [];
  for (let i = 0; i < rounds; i++) {
    times.push(await turn(plain, pairs[i % 2]));
    await plain.waitForTimeout(300);
  }
  return times;
}
