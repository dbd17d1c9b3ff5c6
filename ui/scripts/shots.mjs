// Pictures of the screens of the first hour in Chromium, for people to look at: the built window
// under its content policy, over a program in memory. Writes shots/*.png and fails when the policy
// was broken or axe-core finds a fault. `node scripts/shots.mjs [screen] [--all | --narrow | --size=WxH]`;
// HENGPING_UI_DIST names another build than dist/.
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createServer as createVite } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const GREY = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#8d8d8b"/></svg>';
const built = process.env.HENGPING_UI_DIST ?? join(root, 'dist');
const SIZES = [[911, 433], [1092, 535], [1366, 768], [1920, 1080]];
const only = process.argv.slice(2).find((word) => !word.startsWith('--'));
const all = process.argv.includes('--all');
const narrow = process.argv.includes('--narrow');
/** `--size=853x533` takes that size alone. */
const given = process.argv.find((word) => word.startsWith('--size='))?.slice(7).split('x').map(Number);

// Only for turning the double into something Node can run.
const vite = await createVite({ root, configFile: join(root, 'vite.config.ts'), server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const { Program } = await vite.ssrLoadModule('/test/double/program.ts');
const { SCREENS } = await vite.ssrLoadModule('/test/double/screens.ts');
let program = new Program();

async function answer(request, response) {
  const url = new URL(request.url, 'http://host');
  const json = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  let body = '';
  for await (const part of request) body += part;
  if (url.pathname.startsWith('/call/')) {
    return program.send(url.pathname.slice(6), JSON.parse(body || '{}')).then((said) => json(200, said), (said) => json(409, said));
  }
  if (url.pathname === '/pick') return json(200, [{ id: 'f1', name: 'U 盘', bytes: null }]);
  if (url.pathname === '/offer') return json(200, { id: `f${url.searchParams.get('name')}`, name: url.searchParams.get('name'), bytes: 1_503_238_553 });
  // Pages and photographs are a grey picture: what is on them is not looked at here.
  if (url.pathname.startsWith('/page/')) return response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(GREY);
  const file = join(built, url.pathname === '/' ? 'index.html' : url.pathname);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'cache-control': 'no-store' });
  return response.end(readFileSync(file));
}

const server = createServer((request, response) => void answer(request, response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--font-render-hinting=none'] });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(join(root, 'shots'), { recursive: true });
let faults = 0;
const complain = (where, what) => {
  faults += 1;
  console.error(`${where}: ${what}`);
};

async function shoot(screen, [width, height], language, theme, textSize = 100) {
  const name = [screen.name, `${width}x${height}`, language, theme, ...(textSize === 100 ? [] : [textSize])].join('-');
  program = new Program({ ...screen.situation, preferences: { language, theme, text_size: textSize } });
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('console', (message) => message.type() === 'error' && !/status of 409/.test(message.text()) && complain(name, message.text()));
  page.on('pageerror', (error) => complain(name, error.message));
  await page.goto(address);
  try {
    await screen.steps(page, program);
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(root, 'shots', `${name}.png`) });
    // Through the debugger, which the content policy does not bind.
    const client = await page.context().newCDPSession(page);
    await client.send('Runtime.evaluate', { expression: axe });
    const { result } = await client.send('Runtime.evaluate', {
      expression: 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`))',
      awaitPromise: true,
      returnByValue: true,
    });
    for (const fault of result.value) complain(name, fault);
  } catch (error) {
    complain(name, error.message.split('\n')[0]);
    await page.screenshot({ path: join(root, 'shots', `${name}-failed.png`) });
  }
  await page.close();
}

const LOOKS = [['zh-CN', 'light'], ['en', 'dark'], ['en', 'light'], ['zh-CN', 'dark']];

for (const screen of SCREENS.filter(({ name }) => !only || name.includes(only))) {
  for (const size of given ? [given] : all ? SIZES : SIZES.slice(narrow ? 0 : 1, narrow ? 1 : 2)) {
    for (const [language, theme] of LOOKS.slice(0, all ? 4 : 2)) await shoot(screen, size, language, theme);
  }
  if (all || narrow) await shoot(screen, [1092, 535], 'zh-CN', 'light', 175);
}
await browser.close();
server.close();
await vite.close();
console.log(`pictures in ui/shots, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
