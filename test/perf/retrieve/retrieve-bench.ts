import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { DataSetScanner } from '../../../main/core/dicom/data-set-scanner.ts';
import { AttributeReader } from '../../../main/core/dicom/attribute-reader.ts';
import { TAG } from '../../../main/core/dicom/tag.ts';
import { setup } from '../../support/build-before-tests.ts';
import { freePort, untilListening } from '../../support/ports.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { makeSeries, type MadeSeries } from '../store/make-series.ts';
import { readCpuSeconds, readPeakMemoryMib } from '../store/process-usage.ts';
import { archives, SINK, type SendingArchive } from './sending-archives.ts';

const IMAGE_COUNT = 300;
/** Not measured: an archive runs for weeks, so what its first minute takes does not count. The first one counts the images. */
const WARM_ROUNDS = 4;
const ROUNDS = 15;
/** In what DCMTK says of a response with `-d`. */
const COMPLETED = /Completed Suboperations\s*:\s*(\d+)/gi;
const SERVICES = ['C-MOVE to storescp', 'C-GET to getscu'] as const;

/** A study that no archive has: what its retrieval takes is the start of the asking program and the opening of an association. */
const NO_STUDY = '1.2.826.0.1.3680043.10.1.404';

type Service = (typeof SERVICES)[number];

interface Sample {
  /** Until the program that asked has ended. */
  readonly seconds: number;
  /** Of a retrieval that finds nothing, right after. */
  readonly emptySeconds: number;
  /** Null for a program that keeps no account of its processes. */
  readonly cpuSeconds: number | null;
}

interface Contender {
  readonly name: string;
  readonly archive: SendingArchive;
  readonly samples: Map<Service, Sample[]>;
  /** Largest until the first round was over: what follows shows whether memory stays flat. */
  firstPeakMib: number;
}

/** C-MOVE and C-GET of a study of 300 CT images out of Bucky and its rivals, interleaved. Prints medians and ratios. */
export async function runRetrieveBench(): Promise<void> {
  const missing = explainMissing(['storescu', 'storescp', 'movescu', 'getscu', 'dcmqrscp', 'Orthanc']);
  if (missing !== null) throw new Error(missing);
  setup();
  using folder = aTemporaryFolder();
  const series = makeSeries(path.join(folder.path, 'source'), IMAGE_COUNT, 1, 0);
  const study = readStudyUid(series.files[0] ?? '');
  await using sink = await startSink();
  const contenders: Contender[] = [];
  try {
    for (const [name, start] of Object.entries(archives)) {
      const place = path.join(folder.path, name);
      mkdirSync(place);
      const archive = await start(place, sink.port);
      contenders.push({ name, archive, samples: new Map(), firstPeakMib: Number.NaN });
      await fill(archive, series);
      for (let round = 0; round < WARM_ROUNDS; round += 1) {
        for (const service of SERVICES) await retrieve(service, archive, study, round === 0);
      }
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const contender of contenders) {
        for (const service of SERVICES) await addSample(contender, service, study);
        if (round === 0) contender.firstPeakMib = readPeakMemoryMib(contender.archive.pid);
      }
    }
    for (const service of SERVICES) printTable(service, series.byteLength, contenders);
  } finally {
    for (const { archive } of contenders) await archive.stop();
  }
}

async function addSample({ archive, samples }: Contender, service: Service, study: string): Promise<void> {
  const { pid, isWholeInPid } = archive;
  const cpuBefore = readCpuSeconds(pid);
  const beganAt = performance.now();
  await retrieve(service, archive, study, false);
  const seconds = (performance.now() - beganAt) / 1000;
  await wait(300); // what was begun is to end before the next one is measured
  const cpuSeconds = isWholeInPid ? readCpuSeconds(pid) - cpuBefore : null;
  const emptyBeganAt = performance.now();
  await retrieve(service, archive, NO_STUDY, false).catch(() => undefined); // Orthanc calls it a failure
  const emptySeconds = (performance.now() - emptyBeganAt) / 1000;
  samples.set(service, [...(samples.get(service) ?? []), { seconds, emptySeconds, cpuSeconds }]);
}

/**
 * @param counts whether DCMTK is to tell of each image, which takes its time: both programs end well, too, when nothing was
 *   sent, so one round is counted
 */
async function retrieve(
  service: Service,
  { port, aeTitle }: SendingArchive,
  study: string,
  counts: boolean,
): Promise<void> {
  const keys = ['-S', '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study}`];
  const called = ['-aec', aeTitle, '127.0.0.1', String(port)];
  const verbose = counts ? ['-d'] : [];
  const output =
    service === 'C-MOVE to storescp'
      ? await run('movescu', [...verbose, ...keys, '-aem', SINK, ...called])
      : await run('getscu', [...verbose, '--ignore', '-pdu', '131072', ...keys, ...called]);
  const sent = [...output.matchAll(COMPLETED)].at(-1)?.[1];
  if (counts && Number(sent) !== IMAGE_COUNT) {
    throw new Error(`${aeTitle} sent ${sent ?? 'nothing'} of ${IMAGE_COUNT} images`);
  }
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, TCP_NODELAY: '1' } });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code] = (await once(child, 'close')) as [number | null]; // the first argument of 'close'
  if (code !== 0) throw new Error(`${program} ended with code ${code ?? 'none'}:\n${output.slice(-2_000)}`);
  return output;
}

/** DCMTK's storescp, which takes everything and keeps nothing, so that its disk is not what is measured. */
async function startSink(): Promise<{ readonly port: number } & AsyncDisposable> {
  const port = await freePort();
  const args = ['-aet', SINK, '--ignore', '--max-pdu', '131072', String(port)];
  const child = spawn('storescp', args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  await untilListening(port, () => child.exitCode !== null);
  return {
    port,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function fill({ port, aeTitle }: SendingArchive, series: MadeSeries): Promise<void> {
  const args = ['-aec', aeTitle, '--max-pdu', '131072', '+sd', '127.0.0.1', String(port)];
  await run('storescu', [...args, ...series.folders]);
}

function readStudyUid(filePath: string): string {
  const file = readFileSync(filePath);
  const parsed = parsePart10Header(file);
  if (!parsed.ok) throw new Error('a made image is no DICOM file');
  const scanner = new DataSetScanner(parsed.value.meta.transferSyntaxUid);
  scanner.push(file.subarray(parsed.value.dataSetOffset));
  return new AttributeReader(scanner.finish().header).code(TAG.studyInstanceUid);
}

function median(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function printTable(service: Service, byteLength: number, contenders: readonly Contender[]): void {
  const rows = contenders.map(({ name, archive, samples, firstPeakMib }) => {
    const list = samples.get(service) ?? [];
    const emptySeconds = median(list.map((sample) => sample.emptySeconds));
    const seconds = median(list.map((sample) => sample.seconds)) - emptySeconds;
    return {
      name,
      emptyMs: emptySeconds * 1000,
      imagesPerSecond: IMAGE_COUNT / seconds,
      megabytesPerSecond: byteLength / 1e6 / seconds,
      cpuMsPerImage: (median(list.map((sample) => sample.cpuSeconds)) * 1000) / IMAGE_COUNT,
      firstPeakMib,
      peakMib: archive.isWholeInPid ? readPeakMemoryMib(archive.pid) : Number.NaN,
    };
  });
  const ours = rows[0];
  if (ours === undefined) return;
  console.log(
    `\n${service}, ${IMAGE_COUNT} CT images, median of ${ROUNDS} rounds, less what finding nothing takes\n`,
  );
  console.log(
    '| archive | images/s | Bucky is | MB/s | CPU ms/image | peak MiB after 1 round | in the end | nothing found, ms |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const cell = (value: number, digits: number) => (Number.isNaN(value) ? '' : value.toFixed(digits));
  for (const row of rows) {
    const cells = [
      row.name,
      cell(row.imagesPerSecond, 0),
      `${cell(ours.imagesPerSecond / row.imagesPerSecond, 2)} x`,
      cell(row.megabytesPerSecond, 0),
      cell(row.cpuMsPerImage, 1),
      Number.isNaN(row.peakMib) ? '' : cell(row.firstPeakMib, 0),
      cell(row.peakMib, 0),
      cell(row.emptyMs, 0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
