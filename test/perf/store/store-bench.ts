import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setup } from '../../support/build-before-tests.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { explainMissing } from '../../support/programs.ts';
import { makeSeries, type MadeSeries } from './make-series.ts';
import { readCpuSeconds, readPeakMemoryMib } from './process-usage.ts';
import { receivers, type StartReceiver } from './receivers.ts';

const IMAGE_COUNT = 300;
const ROUNDS = 3;
const SENDER_COUNTS = [1, 4];

interface Sample {
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  readonly peakMemoryMib: number | null;
}

/** C-STORE of 300 CT images into Bucky and its rivals, interleaved, and the disk's own limit. Prints medians and ratios. */
export async function runStoreBench(): Promise<void> {
  const missing = explainMissing(['storescu', 'storescp', 'dcmqrscp', 'Orthanc']);
  if (missing !== null) throw new Error(missing);
  setup();
  // Folders stay until the end: a file system that looks for room among what was just deleted is slow at it (ext4 asks
  // each inode that went in the last seconds), and the receiver that comes next would pay.
  using folders = new DisposableStack();
  for (const senderCount of SENDER_COUNTS) {
    const samples = new Map<string, Sample[]>();
    let byteLength = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const sourceFolder = folders.use(aTemporaryFolder());
      const series = makeSeries(sourceFolder.path, IMAGE_COUNT, senderCount, round);
      byteLength = series.byteLength;
      for (const [name, start] of Object.entries(receivers)) {
        const sample = await measureReceiver(start, series, folders);
        if (sample === null)
          console.log(`${name} did not take everything in round ${round + 1}; that round is left out.`);
        else addTo(samples, name, sample);
        await wait(500);
      }
      addTo(samples, 'write + fsync, no network', measureDisk(series, folders));
    }
    printTable(senderCount, byteLength, samples);
  }
}

function addTo(samples: Map<string, Sample[]>, name: string, sample: Sample): void {
  samples.set(name, [...(samples.get(name) ?? []), sample]);
}

async function measureReceiver(
  start: StartReceiver,
  series: MadeSeries,
  folders: DisposableStack,
): Promise<Sample | null> {
  const folder = folders.use(aTemporaryFolder());
  const receiver = await start(folder.path);
  const cpuBefore = readCpuSeconds(receiver.pid);
  const beganAt = performance.now();
  const codes = await Promise.all(
    series.folders.map((source) => send(source, receiver.port, receiver.aeTitle)),
  );
  const seconds = (performance.now() - beganAt) / 1000;
  await wait(300); // a forked child has to be waited for before its CPU time counts
  const cpuSeconds = readCpuSeconds(receiver.pid) - cpuBefore;
  const peakMemoryMib = readPeakMemoryMib(receiver.pid);
  await receiver.stop();
  if (codes.some((code) => code !== 0)) return null;
  return receiver.isWholeInPid
    ? { seconds, cpuSeconds, peakMemoryMib }
    : { seconds, cpuSeconds: null, peakMemoryMib: null };
}

/** @returns the exit code of storescu: 0 when every image was taken */
async function send(folder: string, port: number, aeTitle: string): Promise<number | null> {
  const args = ['-aec', aeTitle, '--max-pdu', '131072', '+sd', '127.0.0.1', String(port), folder];
  const child = spawn('storescu', args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** The physical limit: the same bytes into files that are fsynced one by one, folder included, in a plain loop. */
function measureDisk(series: MadeSeries, folders: DisposableStack): Sample {
  const folder = folders.use(aTemporaryFolder());
  const target = path.join(folder.path, 'plain');
  mkdirSync(target);
  const contents = series.files.map((file) => readFileSync(file));
  const directory = openSync(target, 'r');
  const beganAt = performance.now();
  contents.forEach((content, index) => {
    const file = openSync(path.join(target, `${index}.dcm`), 'w');
    writeSync(file, content);
    fsyncSync(file);
    closeSync(file);
    fsyncSync(directory);
  });
  const seconds = (performance.now() - beganAt) / 1000;
  closeSync(directory);
  return { seconds, cpuSeconds: null, peakMemoryMib: null };
}

function median(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function printTable(
  senderCount: number,
  byteLength: number,
  samples: ReadonlyMap<string, readonly Sample[]>,
): void {
  const rows = [...samples].map(([name, list]) => ({
    name,
    imagesPerSecond: IMAGE_COUNT / median(list.map((sample) => sample.seconds)),
    megabytesPerSecond: byteLength / 1e6 / median(list.map((sample) => sample.seconds)),
    cpuMsPerImage: (median(list.map((sample) => sample.cpuSeconds)) * 1000) / IMAGE_COUNT,
    peakMemoryMib: median(list.map((sample) => sample.peakMemoryMib)),
  }));
  const ours = rows[0];
  if (ours === undefined) return;
  console.log(
    `\n${IMAGE_COUNT} CT images, ${senderCount} association${senderCount === 1 ? '' : 's'}, median of ${ROUNDS} rounds`,
  );
  console.log('\n| receiver | images/s | Bucky is | MB/s | CPU ms/image | Bucky uses | peak MiB |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const row of rows) {
    const cells = [
      row.name,
      row.imagesPerSecond.toFixed(0),
      `${(ours.imagesPerSecond / row.imagesPerSecond).toFixed(2)} x`,
      row.megabytesPerSecond.toFixed(0),
      Number.isNaN(row.cpuMsPerImage) ? '' : row.cpuMsPerImage.toFixed(1),
      Number.isNaN(row.cpuMsPerImage) ? '' : `${(ours.cpuMsPerImage / row.cpuMsPerImage).toFixed(2)} x`,
      Number.isNaN(row.peakMemoryMib) ? '' : row.peakMemoryMib.toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
