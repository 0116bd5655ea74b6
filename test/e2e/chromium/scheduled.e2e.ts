import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCore, askWorklist } from '../../integration/procedures/worklist-peers.ts';
import { BrowserUnderTest } from '../../support/browser.ts';
import type { CoreProcess } from '../../support/core-process.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { keepScreenshot, sendCtSeries } from '../scenarios/first-light.ts';

const missing = explainMissing(['chromium', 'findscu', 'dcmdump', 'storescu']);
if (missing !== null) console.warn(`The page of scheduled steps cannot be tried here. ${missing}`);

/** Of the fixtures. */
const STUDY = '1.2.826.0.1.3680043.9.4245.1760717064491086528325869788156915668';

describe.skipIf(missing !== null)('a technologist schedules a step in Chromium', () => {
  const folder = aTemporaryFolder();
  let core: CoreProcess;
  let browser: BrowserUnderTest;
  beforeAll(async () => {
    core = await aCore(folder.path);
    browser = await BrowserUnderTest.open(core);
  });
  afterAll(async () => {
    await browser.close();
    await core.stop();
    folder[Symbol.dispose]();
  });

  it('with the keyboard alone, and hears at each field what is missing', async () => {
    const { page } = browser;
    await page.getByRole('tab', { name: 'Scheduled' }).click();
    await page.getByRole('heading', { name: 'Nothing is scheduled today' }).waitFor({ timeout: 30_000 });
    await page.keyboard.press('n');
    const form = page.getByRole('dialog', { name: 'Schedule a step' });
    await form.waitFor();
    await page.keyboard.type('Müller, Jörg');
    await page.keyboard.press('Control+s');
    await page.getByText('Patient ID is missing.').waitFor();
    await form.getByLabel(/^Patient ID needed/).fill('QMNx85rKkkg');
    await form.getByLabel(/^Modality/).fill('CT');
    await form.getByLabel('Procedure', { exact: true }).fill('Head');
    await form.getByLabel(/^Time/).fill('23:30');
    await form.getByLabel('Device, AE title').fill('CT_1');
    await form.getByLabel('Expected images').fill('8');
    await page.getByText('More', { exact: true }).click();
    await form.getByLabel('Study Instance UID').fill(STUDY);
    await page.keyboard.press('Control+s');
    await page.getByRole('row').filter({ hasText: 'Müller, Jörg' }).waitFor();
    await keepScreenshot(page, 'chromium-scheduled');
  });

  it('and the scanner finds it in its worklist', async () => {
    const keys = ['0010,0010', '0020,000d', '(0040,0100)[0].0040,0001=CT_1', '(0040,0100)[0].0040,0009'];
    const { answers } = await askWorklist(core.ready.dicomPort, folder.path, keys);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toContain('(0010,0010) PN [Müller^Jörg]');
    expect(answers[0]).toContain(`(0020,000d) UI [${STUDY}]`);
  });

  it('and sees the images come for it, and that they carry another name', async () => {
    const { page } = browser;
    await sendCtSeries(core.ready.dicomPort);
    const row = page.getByRole('row').filter({ hasText: 'Müller, Jörg' });
    await expect.poll(() => row.innerText(), { timeout: 20_000 }).toContain('8 of 8');
    await page.getByText('The images say REMOVED, the order says Müller, Jörg.').first().waitFor();
    await keepScreenshot(page, 'chromium-scheduled-arrived');
  });

  it('and opens the study from there', async () => {
    await browser.page.keyboard.press('o');
    await browser.page.locator('#viewer-tile[data-state="ready"]').waitFor({ timeout: 30_000 });
  });

  it('and met no error on the way', () => {
    expect(browser.complaints).toEqual([]);
  });
});
