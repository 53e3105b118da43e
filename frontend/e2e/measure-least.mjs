// The least that a page can do for a choice, as a yardstick: it asks for the same two answers, puts the new cards in
// place of the old ones, reads the places, and moves as many marks as the map shows. It keeps no focus, draws no clusters,
// writes no address, and has no other script. What it takes depends on the machine and on Chromium alone.

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

/** Opens the page of the least, with the style sheet, the cards and as many marks as `page` shows. */
async function openLeast(page, least) {
  const shown = await page.evaluate(() => ({
    head: [...document.querySelectorAll('link[rel=stylesheet]')].map((link) => link.outerHTML).join(''),
    cards: document.getElementById('results').outerHTML,
    marks: document.querySelectorAll('#map .cluster, #map .marker').length,
  }));
  const mark = '<div style="position:absolute;width:40px;height:40px;border-radius:50%;background:#036"></div>';
  const body = `<!doctype html><title>Le moins</title>${shown.head}<body><input id="choice" type="checkbox"><div style="display:flex"><main style="width:480px">${shown.cards}</main>`
    + `<div id="marks" style="position:relative">${mark.repeat(shown.marks)}</div></div>`;
  const address = new URL('/le-moins', page.url()).href;
  await least.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await least.goto(address);
  await least.unroute(address); // who stops requests slows them
}

/** From the click to the frame after the cards and the marks are in place, in ms. */
const turn = (least, pair) => least.evaluate(({ cards, places }) => new Promise((done) => {
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

/** Times so many choices of `least`, a page as slow as `page` is, in ms; `choose` makes one in `page`. */
export async function timeLeast(page, least, choose, rounds) {
  const pairs = await answersOf(page, choose);
  await openLeast(page, least);
  const times = [];
  for (let i = 0; i < rounds; i++) {
    times.push(await turn(least, pairs[i % 2]));
    await least.waitForTimeout(300);
  }
  return times;
}
