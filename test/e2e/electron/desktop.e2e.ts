import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import {
  compareWithDcmtk,
  keepScreenshot,
  openStudy,
  seeEmptyWorklist,
  seeStudyArrive,
  sendCtSeries,
} from '../scenarios/first-light.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

const prepared = explainMissing(['storescu', 'echoscu', 'dcmj2pnm']) ?? (await prepareDesktop());
if (typeof prepared === 'string') console.warn(`The desktop app cannot be tried here. ${prepared}`);

describe.skipIf(typeof prepared === 'string')('desktop app', () => {
  const ground = prepared as DesktopGround; // the describe is skipped otherwise
  const folder = aTemporaryFolder();
  let desktop: DesktopAppUnderTest;

  beforeAll(async () => {
    desktop = await DesktopAppUnderTest.start(ground, folder.path);
  });

  afterAll(async () => {
    await desktop.close();
    await ground.close();
    folder[Symbol.dispose]();
  });

  const dicomPort = async () => (await desktop.call('station.info', {})).dicomPort;
  const echo = async () => run('echoscu', ['-aec', 'BUCKY', '127.0.0.1', String(await dicomPort())]);
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

  it('tells a new clinic what to enter at its modality', async () => {
    await seeEmptyWorklist(desktop.window, await dicomPort());
  });

  it('shows a study that a modality sends, without a refresh', async () => {
    const port = await dicomPort();
    await seeStudyArrive(desktop.window, () => sendCtSeries(port));
    await keepScreenshot(desktop.window, 'electron-worklist');
  });

  it('opens it with a double-click and draws each pixel as DCMTK does', async () => {
    await openStudy(desktop.window);
    await keepScreenshot(desktop.window, 'electron-viewer');
    await compareWithDcmtk(desktop.window);
  });

  it('met no error and broke no security policy on the way', () => {
    expect(desktop.complaints).toEqual([]);
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
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}
