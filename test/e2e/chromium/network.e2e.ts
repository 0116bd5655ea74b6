import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../integration/association/run-program.ts';
import { BrowserUnderTest } from '../../support/browser.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { keepScreenshot, sendCtSeries } from '../scenarios/first-light.ts';

const missing = explainMissing(['chromium', 'findscu', 'storescu']);
if (missing !== null) console.warn(`The page of callers and devices cannot be tried here. ${missing}`);

/** A-ASSOCIATE-RJ: permanent, by the user, calling AE title not recognised. PS3.8 section 9.3.4. */
const NOT_RECOGNISED = Buffer.from([3, 0, 0, 0, 0, 4, 0, 1, 1, 3]);

describe.skipIf(missing !== null)('an administrator looks after callers in Chromium', () => {
  const folder = aTemporaryFolder();
  let core: CoreProcess;
  let browser: BrowserUnderTest;
  let stranger: Server;
  beforeAll(async () => {
    stranger = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(NOT_RECOGNISED));
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    core = await CoreProcess.start({ dataDir: folder.path });
    await sendCtSeries(core.ready.dicomPort);
    browser = await BrowserUnderTest.open(core);
  });
  afterAll(async () => {
    await browser.close();
    await core.stop();
    stranger.close();
    folder[Symbol.dispose]();
  });

  const search = () =>
    runProgram('findscu', [
      ...['-v', '-S', '-aet', 'WS_READING2', '-aec', 'BUCKY', '127.0.0.1', String(core.ready.dicomPort)],
      ...['-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientID=QMNx85rKkkg', '-k', 'StudyInstanceUID'],
    ]);

  it('sees a workstation that searches and is held, and accepts it with the keyboard alone', async () => {
    const { page } = browser;
    await page.getByRole('tab', { name: /^Callers and devices/ }).click();
    await page.getByRole('heading', { name: 'Waiting for you' }).waitFor({ timeout: 30_000 });
    expect((await search()).output).not.toContain('StudyInstanceUID');
    const card = page.getByRole('article', { name: 'WS_READING2 at 127.0.0.1' });
    await card.getByText('Held for you, until you say yes.').waitFor();
    await page.getByRole('tab', { name: /Callers and devices.*waiting/ }).waitFor();
    await card.focus();
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: 'WS_READING2' }).waitFor();
    expect((await search()).output).toMatch(/QMNx85rKkkg/);
  });

  it('adds an archive by hand, and reads on whose side it is that the archive does not know us', async () => {
    const { page } = browser;
    const { port } = stranger.address() as AddressInfo;
    await page.keyboard.press('n');
    await page.keyboard.type('Archive north');
    await page.getByLabel(/^AE title/).fill('ARCHIV-NORD');
    await page.getByLabel('Address at which we call it').fill('127.0.0.1');
    await page.keyboard.press('Control+s');
    await page.getByText('Enter the port at which it listens.').waitFor();
    await page.getByLabel('Port at which it listens').fill(String(port));
    await page.keyboard.press('Control+s');
    await page.getByRole('heading', { name: 'Connection test: Archive north' }).waitFor();
    await page.keyboard.press('F5');
    await page.getByText('Archive north answers, but does not know us.').waitFor({ timeout: 60_000 });
    const panel = page.getByRole('complementary', { name: 'Connection test' });
    expect(await panel.innerText()).toContain('Whose side: theirs.');
    expect(await panel.locator('pre').innerText()).toContain('Please add this DICOM node to ARCHIV-NORD:');
    await keepScreenshot(page, 'chromium-network');
  });

  it('without a complaint of the browser', () => {
    expect(browser.complaints).toEqual([]);
  });
});
