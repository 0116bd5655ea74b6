import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { setup } from '../../support/build-before-tests.ts';
import { DesktopAppUnderTest, prepareDesktop, type DesktopGround } from '../../support/electron.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { makeSeries } from '../store/make-series.ts';

const IMAGE_COUNT = 300;
const ROUNDS = 3;
const SCROLL_MS = 3_000;
/** After so many more, all images are in memory. */
const SCROLLS_TO_LOAD = 5;
/** In pixels; what the figures of other viewers are measured at. */
const WINDOW = { width: 1024, height: 768 };

interface Sample {
  /** From the start of storescu to the row on the screen. */
  readonly firstRowMs: number;
  /** Longest task of the page's main thread while images came; 0 when none took 50 ms. */
  readonly longestTaskMs: number;
  /** From the double-click to the first image on the canvas. */
  readonly firstImageMs: number;
  /** Images that were shown in a second while the wheel was turned once a frame, right after the first image. */
  readonly loadingPerSecond: number;
  /** The same once all images are there. */
  readonly loadedPerSecond: number;
  /** Then: time from one shown image to the next that 95 of 100 stay under. */
  readonly loadedP95Ms: number;
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
    `\nA CT of ${IMAGE_COUNT} images in Electron at ${WINDOW.width} x ${WINDOW.height} without a GPU, median of ${ROUNDS} rounds\n`,
  );
  console.log(
    '| first row, ms | longest task while receiving, ms | first image, ms | images/s while loading | loaded | p95 between images, ms |',
  );
  console.log('| --- | --- | --- | --- | --- | --- |');
  const keys = [
    'firstRowMs',
    'longestTaskMs',
    'firstImageMs',
    'loadingPerSecond',
    'loadedPerSecond',
    'loadedP95Ms',
  ] as const;
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
    await desktop.app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
    }, WINDOW);
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
    await untilJudged(desktop);
    const clickedAt = performance.now();
    await row.dblclick();
    await page.locator('#viewer-tile[data-state="ready"]').waitFor();
    const firstImageMs = performance.now() - clickedAt;
    await page.waitForFunction((count) => document.body.innerText.includes(`/ ${count}`), IMAGE_COUNT);
    const loading = await scroll(page, SCROLL_MS);
    for (let more = 0; more < SCROLLS_TO_LOAD; more += 1) await scroll(page, SCROLL_MS);
    const intervals = await scroll(page, SCROLL_MS);
    const sorted = intervals.toSorted((a, b) => a - b);
    return {
      firstRowMs,
      longestTaskMs,
      firstImageMs,
      loadingPerSecond: loading.length / (SCROLL_MS / 1000),
      loadedPerSecond: intervals.length / (SCROLL_MS / 1000),
      loadedP95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    };
  } finally {
    await desktop.close();
  }
}

/** Scrolling is measured alone; what judging beside it costs depends on the number of cores. */
async function untilJudged(desktop: DesktopAppUnderTest): Promise<void> {
  for (;;) {
    const { studies } = await desktop.call('worklist.list', {});
    if (studies.every(({ quality }) => quality.judgedCount === quality.judgeableCount)) return;
    await wait(500);
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
  return page.evaluate(
    ({ lastsMs, count }) => {
      const tile = document.querySelector<HTMLElement>('#viewer-tile');
      if (tile === null) throw new Error('no tile');
      const target = tile.querySelector('canvas') ?? tile;
      return new Promise<number[]>((resolve) => {
        const intervals: number[] = [];
        const beganAt = performance.now();
        let shown = tile.dataset['imageIndex'];
        let shownAt = beganAt;
        let deltaY = 100;
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
          if (tile.dataset['imageIndex'] === String(count - 1)) deltaY = -100;
          if (tile.dataset['imageIndex'] === '0') deltaY = 100;
          target.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      });
    },
    { lastsMs: durationMs, count: IMAGE_COUNT },
  );
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
