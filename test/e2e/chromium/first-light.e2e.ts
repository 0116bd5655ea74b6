import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserUnderTest } from '../../support/browser.ts';
import { CoreProcess } from '../../support/core-process.ts';
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

const missing = explainMissing(['chromium', 'storescu', 'dcmj2pnm']);
if (missing !== null) console.warn(`The browser UI cannot be tried here. ${missing}`);

describe.skipIf(missing !== null)('the browser UI in Chromium', () => {
  const folder = aTemporaryFolder();
  let core: CoreProcess;
  let browser: BrowserUnderTest;

  beforeAll(async () => {
    core = await CoreProcess.start({ dataDir: folder.path });
    browser = await BrowserUnderTest.open(core);
  });
  afterAll(async () => {
    await browser.close();
    await core.stop();
    folder[Symbol.dispose]();
  });

  it('tells a new clinic what to enter at its modality', async () => {
    await seeEmptyWorklist(browser.page, core.ready.dicomPort);
    await keepScreenshot(browser.page, 'chromium-empty');
  });

  it('shows a study that a modality sends, without a refresh', async () => {
    await seeStudyArrive(browser.page, () => sendCtSeries(core.ready.dicomPort));
    await keepScreenshot(browser.page, 'chromium-worklist');
  });

  it('opens it with a double-click and draws each pixel as DCMTK does', async () => {
    await openStudy(browser.page);
    await keepScreenshot(browser.page, 'chromium-viewer');
    await compareWithDcmtk(browser.page);
    await keepScreenshot(browser.page, 'chromium-viewer-1-to-1');
  });

  it('says that a caller asked for another AE title, and what to correct', async () => {
    await browser.page.getByRole('tab', { name: /Worklist/ }).click();
    const args = ['-aet', 'DX_1', '-aec', 'BUCKI', '127.0.0.1', String(core.ready.dicomPort)];
    const call = promisify(execFile)('echoscu', args);
    await expect(call).rejects.toThrow();
    await browser.page.getByText(/BUCKI/).first().waitFor({ timeout: 10_000 });
  });

  it('says so when the core is gone', async () => {
    await core.kill();
    await browser.page
      .getByText(/does not answer|stopped|lost/i)
      .first()
      .waitFor({ timeout: 20_000 });
    await keepScreenshot(browser.page, 'chromium-core-gone');
  });

  it('met no error and broke no security policy on the way', () => {
    const unexpected = browser.complaints.filter(
      (line) => !/ERR_CONNECTION_REFUSED|WebSocket connection/.test(line),
    );
    expect(unexpected).toEqual([]);
  });
});
