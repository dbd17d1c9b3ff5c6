// pdf.js in Chromium on the files that the window is measured with: opening, turning, scrolling,
// searching, memory. `node scripts/bench-pdfjs.mjs SAMPLE FOLDER` prints a figure of JSON per line;
// `cargo xtask bench ui` calls it. Trap: the bytes are in the page before the clock starts, as they
// lie on the disk for the other programs.
import { createServer } from 'node:http';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { chromium } from 'playwright-core';

const [sample, folder] = process.argv.slice(2);
const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const TYPES = { '.mjs': 'text/javascript', '.css': 'text/css', '.pdf': 'application/pdf', '.wasm': 'application/wasm' };
const PAPERS = 40;
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/dist/web/pdf_viewer.css">
<style>body { margin: 0 } #box { position: absolute; inset: 0; overflow: auto }</style>
<div id="box"><div class="pdfViewer"></div></div><script type="module" src="/bench.mjs"></script>`;

const papers = readdirSync(sample, { recursive: true })
  .map((name) => join(sample, name))
  .filter((name) => name.endsWith('.pdf') && statSync(name).size > 40_000)
  .sort((a, b) => a.split('/').at(-1).localeCompare(b.split('/').at(-1)) || a.localeCompare(b))
  .slice(0, PAPERS);

/** Runs in the page. */
const bench = `
import * as pdfjs from '/dist/build/pdf.mjs';
globalThis.pdfjsLib = pdfjs;
const { EventBus, PDFViewer, PDFLinkService, PDFFindController } = await import('/dist/web/pdf_viewer.mjs');
pdfjs.GlobalWorkerOptions.workerSrc = '/dist/build/pdf.worker.mjs';
const box = document.getElementById('box');
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const findController = new PDFFindController({ eventBus, linkService });
const viewer = new PDFViewer({ container: box, eventBus, linkService, findController });
linkService.setViewer(viewer);
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const painted = async () => {
  await frame();
  await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });
};
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const isShown = () => {
  const view = box.getBoundingClientRect();
  const pages = [...document.querySelectorAll('.page')].filter((page) => {
    const { top, bottom } = page.getBoundingClientRect();
    return bottom > view.top + 1 && top < view.bottom - 1;
  });
  return pages.length > 0 && pages.every((page) => page.dataset.loaded === 'true' && page.querySelector('canvas'));
};
const until = async (look) => { while (!look()) await frame(); };
let task;
async function open(name, scale = 'page-width') {
  const data = await (await fetch(name)).arrayBuffer();
  viewer.setDocument(null);
  await task?.destroy();
  await pause(100);
  const began = performance.now();
  task = pdfjs.getDocument({ data, cMapUrl: '/dist/cmaps/', cMapPacked: true, standardFontDataUrl: '/dist/standard_fonts/' });
  const ready = new Promise((resolve) => eventBus.on('pagesinit', resolve, { once: true }));
  const file = await task.promise;
  viewer.setDocument(file);
  linkService.setDocument(file);
  await ready;
  viewer.currentScaleValue = scale;
  await until(isShown);
  await painted();
  return performance.now() - began;
}
async function turn() {
  await pause(350);
  const began = performance.now();
  viewer.nextPage();
  await until(isShown);
  await painted();
  return performance.now() - began;
}
async function scroll(seconds, perFrame) {
  box.scrollTop = 0;
  for (let wait = 0; wait < 30; wait += 1) await frame();
  const began = performance.now();
  let [frames, bare, last, late] = [0, 0, began, 0];
  while (performance.now() - began < seconds * 1000) {
    box.scrollBy({ top: perFrame, behavior: 'instant' });
    await frame();
    const now = performance.now();
    frames += 1;
    if (now - last > 25) late += Math.round((now - last) / (1000 / 60)) - 1;
    if (!isShown()) bare += 1;
    last = now;
  }
  return { frames, late, bare, screens: box.scrollTop / box.clientHeight };
}
async function search(query) {
  const began = performance.now();
  const found = new Promise((resolve) => {
    const look = ({ matchesCount }) => {
      if (matchesCount.total === 0) return;
      eventBus.off('updatefindmatchescount', look);
      resolve();
    };
    eventBus.on('updatefindmatchescount', look);
  });
  eventBus.dispatch('find', { source: null, type: '', query, caseSensitive: false, entireWord: false, highlightAll: true, findPrevious: false, matchDiacritics: true });
  await found;
  await painted();
  return performance.now() - began;
}
globalThis.bench = { open, turn, scroll, search };
`;

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
  const send = (type, body) => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  if (path === '/') return send('text/html', PAGE);
  if (path === '/bench.mjs') return send('text/javascript', bench);
  const paper = /^\/paper\/(\d+)$/.exec(path);
  const file = paper ? papers[Number(paper[1])] : path.startsWith('/dist/') ? join(root, path.slice(6)) : join(folder, path);
  if (!file || !existsSync(file)) return response.writeHead(404).end();
  return send(TYPES[extname(file)] ?? 'application/octet-stream', readFileSync(file));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launchServer({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await (await (await chromium.connect(browser.wsEndpoint())).newContext({ viewport: { width: 1366, height: 720 } })).newPage();
page.on('pageerror', (error) => console.error(error.message));
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.waitForFunction(() => 'bench' in globalThis);

const of = 'pdf.js in Chromium';
const at = (sorted, share) => sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1];
function times(what, values) {
  const sorted = [...values].sort((a, b) => a - b);
  console.log(JSON.stringify({ what, of, unit: 'ms', n: sorted.length, p50: at(sorted, 0.5), p95: at(sorted, 0.95), most: sorted.at(-1) }));
}
const number = (what, unit, value, note) => console.log(JSON.stringify({ what, of, unit, n: 1, value, note }));

const opened = [];
for (let paper = papers.length - 1; paper >= 0; paper -= 1) opened.push(await page.evaluate((name) => bench.open(name), `/paper/${paper}`));
times('open a document, first page', opened.slice(1));
times('open 500 pages, first page', [await page.evaluate(() => bench.open('/500.pdf'))]);
const { frames, late, bare, screens } = await page.evaluate(() => bench.scroll(8, 90));
number('scroll 500 pages, frames missed', '%', (100 * late) / (frames + late), `${frames} frames over ${screens.toFixed(0)} screens; a page in sight was bare on ${bare}`);
times('search 500 pages, first hits', [await page.evaluate(() => bench.search('电子商务'))]);
await page.evaluate(() => bench.open('/100.pdf', 'page-fit'));
const turned = [];
for (let time = 0; time < 40; time += 1) turned.push(await page.evaluate(() => bench.turn()));
times('next page, prefetched', turned);

/** Megabytes of a process and all it started. */
function memory(process) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const all = [process];
  for (const one of all) for (const [child, parent] of parents) if (parent === one) all.push(child);
  const pss = (one) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  };
  return [all.reduce((sum, one) => sum + pss(one), 0), all.length];
}
const [megabytes, processes] = memory(browser.process().pid);
number('memory with 100 pages open', 'MB', megabytes, `${processes} processes`);
await browser.close();
server.close();
