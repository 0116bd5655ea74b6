import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DesktopAppUnderTest,
  optionsForTests,
  prepareDesktop,
  SANDBOX_ARGS,
  waitForLine,
  type DesktopGround,
} from '../../support/electron.ts';
import { findProgram } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SERIES = path.join(ROOT, 'test/fixtures/ct-head');
const OUTPUT = path.join(ROOT, 'test/e2e/output');
const run = promisify(execFile);

const prepared = await prepareDesktop();
if (typeof prepared === 'string') console.warn(`The desktop app cannot run here. ${prepared}`);
const canSend = findProgram('storescu') !== null && findProgram('echoscu') !== null;

describe.skipIf(typeof prepared === 'string' || !canSend)('desktop app', () => {
  const ground = prepared as DesktopGround; // the describe is skipped otherwise
  const folder = aTemporaryFolder();
  let desktop: DesktopAppUnderTest;

  beforeAll(async () => {
    mkdirSync(OUTPUT, { recursive: true });
    desktop = await DesktopAppUnderTest.start(ground, folder.path);
  });

  afterAll(async () => {
    await desktop.close();
    await ground.close();
    folder[Symbol.dispose]();
  });

  const dicomPort = async () => String((await desktop.call('station.info', {})).dicomPort);
  const sendSeries = async () => {
    const files = readdirSync(SERIES).map((name) => path.join(SERIES, name));
    const env = { ...process.env, TCP_NODELAY: '1' };
    await run('storescu', ['-aet', 'CT_1', '-aec', 'BUCKY', '127.0.0.1', await dicomPort(), ...files], {
      env,
    });
  };
  const echo = async () => run('echoscu', ['-aec', 'BUCKY', '127.0.0.1', await dicomPort()]);
  /** The page's own view of the window. */
  const isWindowVisible = async () =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

  it('gives the page neither Node nor Electron', async () => {
    const reach = await desktop.window.evaluate(() => ({
      globals: ['require', 'process', 'module', 'electron', 'ipcRenderer'].filter(
        (name) => name in globalThis,
      ),
      bridge: Object.keys((globalThis as unknown as { buckyBridge: object }).buckyBridge).sort(),
      origin: location.origin,
    }));
    expect(reach).toEqual({
      globals: [],
      bridge: ['onFrame', 'onLineState', 'platform', 'send', 'windowControl'],
      origin: 'app://ui',
    });
  });

  it('shows a study that a modality sends, without a refresh', async () => {
    await sendSeries();
    const row = desktop.window.getByRole('row').filter({ hasText: 'CT' });
    await row.first().waitFor({ timeout: 20_000 });
    await desktop.window.screenshot({ path: path.join(OUTPUT, 'electron-worklist.png') });
    const { totalCount } = await desktop.call('worklist.list', {});
    expect(totalCount).toBe(1);
  });

  it('opens the study with a double-click and draws its first image', async () => {
    await desktop.window.getByRole('row').filter({ hasText: 'CT' }).first().dblclick();
    const canvas = desktop.window.locator('#viewer-tile canvas').first();
    await canvas.waitFor({ timeout: 30_000 });
    await desktop.window.waitForFunction(
      () => {
        const shown = document.querySelector<HTMLCanvasElement>('#viewer-tile canvas');
        const context = shown?.getContext('2d');
        if (!shown || !context || shown.width === 0) return false;
        const { data } = context.getImageData(shown.width >> 1, 0, 1, shown.height);
        return new Set(data.filter((_value, index) => index % 4 === 0)).size > 20; // more gray levels than text has
      },
      undefined,
      { timeout: 30_000 },
    );
    await desktop.window.screenshot({ path: path.join(OUTPUT, 'electron-viewer.png') });
  });

  it('starts a core again that was killed, says so, and receives as before', async () => {
    const killed = await desktop.corePid();
    expect(killed).not.toBeNull();
    process.kill(killed!, 'SIGKILL');
    await desktop.window.getByText('The core stopped.').first().waitFor({ timeout: 10_000 });
    await waitForLine(desktop.window);
    expect(await desktop.corePid()).not.toBe(killed);
    await echo();
    expect((await desktop.call('worklist.list', {})).totalCount).toBe(1);
  });

  it('goes on receiving when the window is closed, and says so the first time', async () => {
    const told = desktop.app.evaluate(
      ({ dialog }) =>
        new Promise<string>((resolve) => {
          dialog.showMessageBox = (...args: unknown[]) => {
            const options = args.at(-1) as { message: string };
            resolve(options.message);
            return Promise.resolve({ response: 0, checkboxChecked: false });
          };
        }),
    );
    await desktop.window.getByRole('button', { name: /Close the window/ }).click();
    expect(await told).toBe('Bucky goes on receiving images.');
    expect(await isWindowVisible()).toBe(false);
    await echo();
    const memory = JSON.parse(readFileSync(path.join(folder.path, 'desktop/window.json'), 'utf8')) as object;
    expect(memory).toMatchObject({ knowsBackground: true });
  });

  it('shows its window when it is started a second time, and the second leaves', async () => {
    const second = spawn(ground.runtime.binary, [...SANDBOX_ARGS, ROOT, ...optionsForTests(folder.path)], {
      env: ground.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [exitCode] = (await once(second, 'exit')) as [number | null];
    expect(exitCode).toBe(0);
    expect(said).toContain('Bucky runs already');
    await expect.poll(isWindowVisible).toBe(true);
  });

  // Late, because Playwright waits for ever for a navigation that was refused.
  it('lets no page out, in or beside', async () => {
    const outcome = await desktop.window.evaluate(async () => {
      const opened = window.open('https://example.org/');
      const outside = await fetch('https://127.0.0.1/').then(
        () => 'fetched',
        () => 'refused',
      );
      const climbed = await fetch('/..%2f..%2fpackage.json');
      const written = await fetch('/api/v1/call/station.info', { method: 'POST', body: '{}' });
      const notifications = await navigator.permissions.query({ name: 'notifications' });
      location.href = 'https://example.org/';
      return {
        opened: opened === null ? 'refused' : 'opened',
        outside,
        climbed: climbed.status,
        written: written.status,
        notifications: notifications.state,
      };
    });
    expect(outcome).toEqual({
      opened: 'refused',
      outside: 'refused',
      climbed: 404,
      written: 405,
      notifications: 'denied',
    });
    expect(desktop.window.url()).toBe('app://ui/');
  });

  it('quits in order: the core has stopped, nothing is left behind', async () => {
    const corePid = await desktop.corePid();
    const main = desktop.app.process();
    const exited = once(main, 'exit');
    await desktop.close();
    const [exitCode] = (await exited) as [number | null];
    expect(exitCode).toBe(0);
    expect(isRunning(corePid!)).toBe(false);
    const log = readFileSync(path.join(folder.path, 'desktop/logs/shell.log'), 'utf8');
    expect(log).toContain('Bucky has stopped.');
    expect(existsSync(path.join(folder.path, 'desktop/SingletonLock'))).toBe(false);
    expect(readdirSync(path.join(folder.path, 'incoming'))).toEqual([]);
  });
});

/** A process that ended but that nobody has asked about yet (state Z) does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
