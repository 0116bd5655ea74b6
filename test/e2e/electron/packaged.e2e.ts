import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callThroughBridge,
  optionsForTests,
  prepareDesktop,
  SANDBOX_ARGS,
  waitForLine,
  type DesktopGround,
} from '../../support/electron.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { keepScreenshot } from '../scenarios/first-light.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PACKAGED = path.join(ROOT, 'release/linux-unpacked/bucky');
const PACKAGING_MS = 15 * 60_000;
const run = promisify(execFile);

const prepared = await prepareDesktop();
if (typeof prepared === 'string') console.warn(`The packaged app cannot run here. ${prepared}`);

describe.skipIf(typeof prepared === 'string' || process.platform !== 'linux')('packaged app', () => {
  const ground = prepared as DesktopGround; // the describe is skipped otherwise
  /** As a user starts it: nothing points it at the project. */
  const env = { ...ground.env };
  delete env['BUCKY_SQLITE_BINDING'];

  beforeAll(async () => {
    await run(process.execPath, [path.join(ROOT, 'build/package.ts')], { cwd: ROOT, maxBuffer: 2 ** 26 });
  }, PACKAGING_MS);

  afterAll(async () => {
    await ground.close();
  });

  it('loads its database and runs a model in a worker of its core', async () => {
    using folder = aTemporaryFolder();
    const { stdout } = await run(PACKAGED, [...SANDBOX_ARGS, '--self-test', '--data', folder.path], {
      env,
      cwd: folder.path,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      event: 'self-test',
      isGood: true,
      sqlite: { ok: true },
      inference: { ok: true, value: { provider: 'cpu' } },
    });
  });

  it('opens its window with a line to its core, and ends in order', async () => {
    using folder = aTemporaryFolder();
    const app = spawn(
      PACKAGED,
      [...SANDBOX_ARGS, '--remote-debugging-port=0', ...optionsForTests(folder.path)],
      { env, cwd: folder.path, stdio: 'ignore' },
    );
    const exited = once(app, 'exit');
    try {
      const portFile = path.join(folder.path, 'desktop/DevToolsActivePort');
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await readPort(portFile)}`);
      const page = browser.contexts()[0]?.pages()[0] ?? (await browser.contexts()[0]!.waitForEvent('page'));
      await page.waitForURL('app://ui/');
      await waitForLine(page);
      const station = await callThroughBridge(page, 'station.info', {});
      expect(station.dicomPort).toBeGreaterThan(0);
      expect(await page.title()).toBe('Bucky');
      await keepScreenshot(page, 'packaged-worklist');
      await browser.close();
    } finally {
      app.kill('SIGTERM');
    }
    const [exitCode] = (await exited) as [number | null];
    expect(exitCode).toBe(0);
    const log = readFileSync(path.join(folder.path, 'desktop/logs/shell.log'), 'utf8');
    expect(log).toContain('Bucky has stopped.');
  });

  it('cannot be turned into a plain Node by its environment', async () => {
    using folder = aTemporaryFolder();
    const script = `require('fs').writeFileSync(${JSON.stringify(path.join(folder.path, 'ran'))}, '')`;
    await run(PACKAGED, [...SANDBOX_ARGS, '--self-test', '--data', folder.path, '-e', script], {
      env: { ...env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/nonexistent.js' },
      cwd: folder.path,
    });
    expect(existsSync(path.join(folder.path, 'ran'))).toBe(false);
  });
});

/** Chromium writes the port that it chose to a file: the first line of it. */
async function readPort(file: string): Promise<number> {
  for (;;) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    if (port > 0) return port;
    await wait(100);
  }
}
