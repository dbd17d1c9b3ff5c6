// A window in a browser over the real program. Owns the host process, its copy of a store, and what
// the page complained of; `close` fails when it did, and what a failed test left open is ended after
// it. Trap: a host unlocks one store, so each window gets its own copy.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { programs, type Expert, type OfficeStore } from './round';

/** What a window is opened with. */
export interface Wanted {
  /** Whose store; a machine on which the program was never started without. */
  expert?: Pick<Expert, 'store'>;
  /** Whose the store is; an expert's when nothing is said. */
  whose?: 'expert' | 'panel' | 'office' | 'visit';
  /** What every folder dialog gives; an empty stick when nothing is said. */
  folder?: string;
  /** Another window, on whose store this one is opened too. */
  beside?: Opened;
  /** The office's store before packing; its materials lie in the folder that dialogs give. */
  office?: OfficeStore;
  /** Files handed over as by a double click. */
  handOver?: readonly string[];
  size?: { width: number; height: number };
  /** What the page may complain of here besides. */
  may?: RegExp;
}

/** A window, the folder that its folder dialogs give, and its end. */
export interface Opened {
  page: Page;
  /** Where store and stick lie. */
  folder: string;
  stick: string;
  /** Ends the program as a cut of power does and starts it anew over the same store. */
  again: () => Promise<Page>;
  /** Ends the program as a cut of power does. */
  kill: () => Promise<void>;
  /** Closes everything; what the page complained of is a failure. */
  close: () => Promise<void>;
}

let browser: Promise<Browser> | undefined;

const launched = (): Promise<Browser> =>
  (browser ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] }));

function start(folder: string, { handOver = [], whose = 'expert', folder: given }: Wanted): ChildProcess {
  const options = {
    ui: join(import.meta.dirname, '../../../dist'),
    store: join(folder, 'store'),
    folder: given ?? join(folder, 'stick'),
    whose,
    clock: inject('round').clock,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const files = handOver.flatMap((file) => ['--hand-over', file]);
  return spawn(join(programs(), 'hengping-host'), [...words, ...files, '--cheap'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function address(host: ChildProcess): Promise<string> {
  if (!host.stdout) throw new Error('the host has no output');
  const [line] = (await once(createInterface(host.stdout), 'line')) as [string];
  return line.trim();
}

/** Opens a window. */
export async function open(wanted: Wanted = {}): Promise<Opened> {
  const folder = wanted.beside?.folder ?? mkdtempSync(join(tmpdir(), 'hengping-window-'));
  mkdirSync(join(folder, 'stick'), { recursive: true });
  const store = wanted.expert?.store ?? wanted.office?.store;
  if (store) cpSync(store, join(folder, 'store'), { recursive: true });
  if (wanted.office) cpSync(wanted.office.materials, join(folder, 'stick'), { recursive: true });
  let host = start(folder, wanted);
  const context = await (await launched()).newContext({ viewport: wanted.size ?? { width: 1092, height: 535 }, locale: 'zh-CN' });
  // Half of what a test has: what waits longer waits for ever.
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const window = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    // A refusal is an answer of the program, which the browser reports as a failed request.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4') && !wanted.may?.test(message.text())) complaints.push(message.text());
    });
    await page.goto(await address(host));
    return page;
  };
  const page = await window();
  const kill = async (): Promise<void> => {
    const runs = host.exitCode === null && host.signalCode === null;
    const ended = runs ? once(host, 'exit') : undefined;
    host.kill('SIGKILL');
    await ended;
  };
  const end = async (): Promise<void> => {
    await context.close();
    await kill();
    if (!wanted.beside) rmSync(folder, { recursive: true, force: true });
  };
  onTestFinished(end);
  return {
    page,
    folder,
    again: async () => {
      await page.close();
      await kill();
      host = start(folder, wanted);
      return window();
    },
    stick: join(folder, 'stick'),
    kill,
    close: async () => {
      await end();
      expect(complaints).toEqual([]);
    },
  };
}

/** Unlocks the store of an expert of the round. */
export async function unlock(page: Page): Promise<void> {
  await page.locator('form input:not([type=radio]), form textarea').first().fill(inject('round').passphrase);
  await page.locator('form button[type=submit]').click();
}
