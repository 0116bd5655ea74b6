import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProgram } from '../../integration/association/run-program.ts';
import { DesktopAppUnderTest, prepareDesktop, type DesktopGround } from '../../support/electron.ts';
import { freePort } from '../../support/ports.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { keepScreenshot } from '../scenarios/first-light.ts';

const prepared = explainMissing(['storescp']) ?? (await prepareDesktop());
if (typeof prepared === 'string') console.warn(`Callers and devices cannot be tried here. ${prepared}`);

describe.skipIf(typeof prepared === 'string')('callers and devices in the desktop app', () => {
  const ground = prepared as DesktopGround; // the describe is skipped otherwise
  const folder = aTemporaryFolder();
  const received = aTemporaryFolder();
  let desktop: DesktopAppUnderTest;
  let archive: ServerProgram;

  beforeAll(async () => {
    archive = await ServerProgram.start('storescp', (port) => ['-od', received.path, String(port)]);
    desktop = await DesktopAppUnderTest.start(ground, folder.path);
    await desktop.window.getByRole('tab', { name: /^Callers and devices/ }).click();
    await desktop.window.getByRole('heading', { name: 'Known devices' }).waitFor();
  });

  afterAll(async () => {
    await desktop.close();
    await archive[Symbol.asyncDispose]();
    await ground.close();
    folder[Symbol.dispose]();
    received[Symbol.dispose]();
  });

  it('a certificate is made, and devices may call encrypted', async () => {
    const { window } = desktop;
    await window.keyboard.press('c');
    await window.getByRole('button', { name: 'Make one…' }).click();
    await keepScreenshot(window, 'electron-certificate-make');
    await window.keyboard.press('Control+s');
    await window.getByText(/^Valid until /).waitFor();
    await window.getByLabel(/^Devices may call us/).check();
    await window.getByLabel(/^Port;/).fill(String(await freePort()));
    await window.getByRole('button', { name: 'Switch on' }).click();
    await window.getByText(/Open at port/).waitFor();
    await keepScreenshot(window, 'electron-certificates');
    await window.keyboard.press('Escape');
    const { own, problem } = await desktop.call('certificates.list', {});
    expect({ hasOne: own !== null, problem }).toEqual({ hasOne: true, problem: null });
  });

  it('an archive is added and called by the independent client, under the Node of Electron', async () => {
    const { window } = desktop;
    await window.getByRole('dialog').waitFor({ state: 'detached' });
    await window.keyboard.press('n');
    await window.keyboard.type('Archive north');
    await window.getByLabel(/^AE title/).fill('ARCHIV-NORD');
    await window.getByLabel('Address at which we call it').fill('127.0.0.1');
    await window.getByLabel('Port at which it listens').fill(String(archive.port));
    await window.keyboard.press('Control+s');
    await window.getByRole('heading', { name: 'Connection test: Archive north' }).waitFor();
    await window.keyboard.press('F5');
    await window.getByText('Archive north answers and accepts us.').waitFor({ timeout: 60_000 });
    await keepScreenshot(window, 'electron-network');
  });

  it('without an error of the page', () => {
    expect(desktop.complaints).toEqual([]);
  });
});
