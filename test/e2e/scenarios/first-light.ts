import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { crop, difference, grabPicture, renderWithDcmtk } from '../../support/compare-images.ts';

const run = promisify(execFile);

export const CT_SERIES = path.resolve(import.meta.dirname, '../../fixtures/ct-head');
export const OUTPUT = path.resolve(import.meta.dirname, '../output');
const SLICE_PX = 512;

/**
 * Canvas and DCMTK may round a gray level differently on its way through slope, window and 8 bits: one level on average
 * would be visible to nobody, half a level is what is allowed, and two levels for any single pixel.
 */
const TOLERANCE = { mean: 0.5, largest: 2 };

/** Sends the fixture series as a CT scanner would, with DCMTK's storescu. */
export async function sendCtSeries(dicomPort: number): Promise<void> {
  const files = readdirSync(CT_SERIES).map((name) => path.join(CT_SERIES, name));
  const args = ['-aet', 'CT_1', '-aec', 'BUCKY', '127.0.0.1', String(dicomPort), ...files];
  await run('storescu', args, { env: { ...process.env, TCP_NODELAY: '1' } });
}

/** The worklist of an empty archive tells what to enter at the modality. */
export async function seeEmptyWorklist(page: Page, dicomPort: number): Promise<void> {
  await page.getByText('No studies yet').waitFor({ timeout: 30_000 });
  await page.getByText(String(dicomPort)).first().waitFor();
}

/** The row appears while the page is left alone: the mark on its window proves that nothing was loaded again. */
export async function seeStudyArrive(page: Page, send: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as { untouched: boolean }).untouched = true;
  });
  await send();
  const row = page.getByRole('row').filter({ hasText: 'HEAD' });
  await row.first().waitFor({ timeout: 20_000 });
  await expect.poll(() => row.first().innerText(), { timeout: 20_000 }).toMatch(/\b8\b/);
  expect(await page.evaluate(() => (globalThis as unknown as { untouched?: boolean }).untouched)).toBe(true);
}

/** Double-click, first image on the canvas. */
export async function openStudy(page: Page): Promise<void> {
  await page.getByRole('row').filter({ hasText: 'HEAD' }).first().dblclick();
  await tile(page, '[data-state="ready"]').waitFor({ timeout: 30_000 });
}

/** Scrolls to the third image, shows it at 1:1, and holds each pixel against DCMTK's rendering with the same window. */
export async function compareWithDcmtk(page: Page): Promise<void> {
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await tile(page, '[data-state="ready"][data-image-index="2"]').waitFor({ timeout: 20_000 });
  await page.keyboard.press('=');
  await tile(page, '[data-zoom="1"]').waitFor({ timeout: 10_000 });
  await nextPaint(page); // the tile says its zoom at once, the canvas follows with the next frame of the window
  const shown = await tile(page).evaluate((element) => Object.fromEntries(Object.entries(element.dataset)));
  const file = findFile(shown['sopInstanceUid'] ?? '');
  const reference = await renderWithDcmtk(file, [
    '+Ww',
    shown['windowCenter'] ?? '',
    shown['windowWidth'] ?? '',
  ]);
  const { picture, area } = await grabPicture(page, { width: SLICE_PX, height: SLICE_PX });
  const found = difference(picture, crop(reference, area));
  expect(found.mean).toBeLessThan(TOLERANCE.mean);
  expect(found.largest).toBeLessThanOrEqual(TOLERANCE.largest);
  // A blank canvas must not pass: the slice has its black, its white and much between.
  expect(new Set(picture.samples).size).toBeGreaterThan(50);
}

/** A frame that was asked for before has been drawn. */
async function nextPaint(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}

export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true });
  await page.screenshot({ path: path.join(OUTPUT, `${name}.png`) });
}

function tile(page: Page, attributes = '') {
  return page.locator(`#viewer-tile${attributes}`);
}

function findFile(sopInstanceUid: string): string {
  const file = readdirSync(CT_SERIES)
    .map((name) => path.join(CT_SERIES, name))
    .find((candidate) => {
      const parsed = parsePart10Header(readFileSync(candidate));
      return parsed.ok && parsed.value.meta.sopInstanceUid === sopInstanceUid;
    });
  if (file === undefined) throw new Error(`no fixture is ${sopInstanceUid}`);
  return file;
}
