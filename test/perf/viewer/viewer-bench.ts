import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { setup } from '../../support/build-before-tests.ts';
import { DesktopAppUnderTest, prepareDesktop, type DesktopGround } from '../../support/electron.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { makeSeries } from '../store/make-series.ts';

const IMAGE_COUNT = 300;
const ROUNDS = 3;
const SCROLL_MS = 3_000;

interface Sample {
  /** From the start of storescu to the row on the screen. */
  readonly firstRowMs: number;
  /** Longest task of the page's main thread while images came; 0 when none took 50 ms. */
  readonly longestTaskMs: number;
  /** From the double-click to the first image on the canvas. */
  readonly firstImageMs: number;
  /** Images that were shown in a second while the wheel was turned once a frame. */
  readonly imagesPerSecond: number;
  /** Time from one shown image to the next that 95 of 100 stay under. */
  readonly p95Ms: number;
}

/** What a person waits for at the screen: a CT of 300 images arrives, is opened and scrolled, in the desktop app without a GPU. */
export async function runViewerBench(): Promise<void> {
  const missing = explainMissing(['storescu']);
  if (missing !== null) throw new Error(missing);
  setup();
  const ground = await prepareDesktop();
  if (typeof ground === 'string') throw new Error(ground);
  const samples: Sample[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) samples.push(await measure(ground, round));
  } finally {
    await ground.close();
  }
  console.log(
    `\nA CT of ${IMAGE_COUNT} images in Electron under Xvfb without a GPU, median of ${ROUNDS} rounds\n`,
  );
  console.log(
    '| first row, ms | longest task while receiving, ms | first image, ms | images/s | p95 between images, ms |',
  );
  console.log('| --- | --- | --- | --- | --- |');
  const keys = ['firstRowMs', 'longestTaskMs', 'firstImageMs', 'imagesPerSecond', 'p95Ms'] as const;
  console.log(
    `| ${keys.map((key) => median(samples.map((sample) => sample[key])).toFixed(0)).join(' | ')} |`,
  );
}

async function measure(ground: DesktopGround, round: number): Promise<Sample> {
  using folder = aTemporaryFolder();
  const series = makeSeries(path.join(folder.path, 'source'), IMAGE_COUNT, 1, round);
  const desktop = await DesktopAppUnderTest.start(ground, path.join(folder.path, 'data'));
  try {
    const page = desktop.window;
    const { dicomPort } = await desktop.call('station.info', {});
    await page.getByText('No studies yet').waitFor();
    await watchLongTasks(page);
    const row = page.locator('[role=row]:not(.group-head)[aria-rowindex]').nth(1);
    const beganAt = performance.now();
    const sending = send(series.folders, dicomPort);
    await row.waitFor();
    const firstRowMs = performance.now() - beganAt;
    await sending;
    await page
      .getByText(new RegExp(`\\b${IMAGE_COUNT}\\b`))
      .first()
      .waitFor();
    const longestTaskMs = await page.evaluate(() => (globalThis as unknown as Watched).longestTaskMs);
    const clickedAt = performance.now();
    await row.dblclick();
    await page.locator('#viewer-tile[data-state="ready"]').waitFor();
    const firstImageMs = performance.now() - clickedAt;
    await page.waitForFunction((count) => document.body.innerText.includes(`/ ${count}`), IMAGE_COUNT);
    await scroll(page, SCROLL_MS); // what is not loaded yet is loaded now
    const intervals = await scroll(page, SCROLL_MS);
    const sorted = intervals.toSorted((a, b) => a - b);
    return {
      firstRowMs,
      longestTaskMs,
      firstImageMs,
      imagesPerSecond: intervals.length / (SCROLL_MS / 1000),
      p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    };
  } finally {
    await desktop.close();
  }
}

interface Watched {
  longestTaskMs: number;
}

async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = globalThis as unknown as Watched;
    watched.longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        watched.longestTaskMs = Math.max(watched.longestTaskMs, duration);
    }).observe({ type: 'longtask' });
  });
}

/** Turns the wheel by a notch in each frame, back at the ends. @returns milliseconds between images that were shown */
function scroll(page: Page, durationMs: number): Promise<number[]> {
  return page.evaluate((lastsMs) => {
    const tile = document.querySelector<HTMLElement>('#viewer-tile');
    if (tile === null) throw new Error('no tile');
    const target = tile.querySelector('canvas') ?? tile;
    return new Promise<number[]>((resolve) => {
      const intervals: number[] = [];
      const beganAt = performance.now();
      let shown = tile.dataset['imageIndex'];
      let shownAt = beganAt;
      let frames = 0;
      const step = () => {
        const now = performance.now();
        if (tile.dataset['imageIndex'] !== shown) {
          shown = tile.dataset['imageIndex'];
          intervals.push(now - shownAt);
          shownAt = now;
        }
        if (now - beganAt > lastsMs) {
          resolve(intervals);
          return;
        }
        const deltaY = Math.floor(frames / 250) % 2 === 0 ? 100 : -100;
        frames += 1;
        target.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    });
  }, durationMs);
}

async function send(folders: readonly string[], port: number): Promise<void> {
  const args = [
    '-aet',
    'CT_1',
    '-aec',
    'BUCKY',
    '--max-pdu',
    '131072',
    '+sd',
    '127.0.0.1',
    String(port),
    ...folders,
  ];
  const child = spawn('storescu', args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  const [code] = (await once(child, 'exit')) as [number | null]; // the first argument of 'exit'
  if (code !== 0) throw new Error(`storescu ended with code ${code ?? 'none'}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
