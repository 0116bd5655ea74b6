import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setup } from '../../support/build-before-tests.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { encodeDataSet } from '../../../main/core/dicom/data-set-writer.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from '../../../main/core/dicom/transfer-syntax.ts';
import { readCpuSeconds, readPeakMemoryMib } from '../store/process-usage.ts';
import { startBucky, startDcmqrscp, startOrthanc, type FilledArchive } from './archives.ts';
import { aStudy } from './made-studies.ts';

const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
const STUDIES = 10_000;
const MANY_STUDIES = 200_000;
/** dcmqrscp takes no more. */
const FEW_STUDIES = 500;
const WARM_UP = 20;
const QUERIES = 200;
const ROUNDS = 5;

/** Return keys of a usual search mask. */
const RETURN_KEYS: readonly (readonly [tag: number, vr: string])[] = [
  [0x00080020, 'DA'],
  [0x00080030, 'TM'],
  [0x00080050, 'SH'],
  [0x00080061, 'CS'],
  [0x00080090, 'PN'],
  [0x00081030, 'LO'],
  [0x00100010, 'PN'],
  [0x00100020, 'LO'],
  [0x00100030, 'DA'],
  [0x00100040, 'CS'],
  [0x0020000d, 'UI'],
  [0x00200010, 'SH'],
  [0x00201206, 'IS'],
  [0x00201208, 'IS'],
];

type Keys = Readonly<Record<number, string>>;

/** Selective queries, each about a study somewhere in the archive. */
const SELECTIVE: Readonly<Record<string, (study: ReturnType<typeof aStudy>) => Keys>> = {
  'patient ID': (study) => ({ 0x00100020: study.patientId }),
  'name prefix': (study) => ({ 0x00100010: `${study.patientName.alphabetic.split('^')[0] ?? ''}^*` }),
  'one day': (study) => ({ 0x00080020: `${study.studyDate}-${study.studyDate}` }),
  'accession number': (study) => ({ 0x00080050: study.accessionNumber }),
};

/**
 * C-FIND of Bucky and its rivals. Selective queries go over one open association, one after the other, and the time is that
 * from request to final response as the asker sees it; all studies are fetched by DCMTK's findscu.
 */
export async function runQueryBench(): Promise<void> {
  const missing = explainMissing(['findscu', 'dcmqrscp', 'Orthanc']);
  if (missing !== null) throw new Error(missing);
  setup();
  const starters: readonly (readonly [(folder: string, count: number) => Promise<FilledArchive>, number])[] =
    [
      [startBucky, STUDIES],
      [startBucky, MANY_STUDIES],
      [startOrthanc, STUDIES],
      [startDcmqrscp, FEW_STUDIES],
    ];
  console.log(`\nSelective C-FIND, ${QUERIES} queries each, milliseconds from request to final response`);
  console.log(`\n| archive | studies | ${Object.keys(SELECTIVE).join(' | ')} | CPU ms/query |`);
  console.log(
    `| --- | --- | ${Object.keys(SELECTIVE)
      .map(() => '---')
      .join(' | ')} | --- |`,
  );
  const all: string[] = [];
  for (const [start, count] of starters) {
    using folder = aTemporaryFolder();
    const archive = await start(folder.path, count);
    try {
      console.log(await measureSelective(archive));
      all.push(await measureAll(archive));
    } finally {
      await archive.stop();
    }
  }
  console.log(`\nAll studies with findscu, median of ${ROUNDS} rounds`);
  console.log('\n| archive | studies | answers/s | CPU us/answer | peak MiB |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const line of all) console.log(line);
}

async function measureSelective(archive: FilledArchive): Promise<string> {
  const cells: string[] = [];
  const cpuBefore = archive.pid === null ? 0 : readCpuSeconds(archive.pid);
  let asked = 0;
  for (const toKeys of Object.values(SELECTIVE)) {
    const timesMs = await askOneByOne(archive, toKeys);
    asked += WARM_UP + QUERIES;
    cells.push(`p50 ${percentile(timesMs, 50).toFixed(1)}, p95 ${percentile(timesMs, 95).toFixed(1)}`);
  }
  const cpuMs = archive.pid === null ? null : ((readCpuSeconds(archive.pid) - cpuBefore) * 1000) / asked;
  return `| ${[archive.name, archive.studyCount, ...cells, cpuMs?.toFixed(1) ?? ''].join(' | ')} |`;
}

async function askOneByOne(
  archive: FilledArchive,
  toKeys: (study: ReturnType<typeof aStudy>) => Keys,
): Promise<number[]> {
  const opened = await connectAssociation({
    host: '127.0.0.1',
    port: archive.port,
    callingAeTitle: 'ASKER',
    calledAeTitle: archive.aeTitle,
    contexts: [{ sopClassUid: STUDY_ROOT_FIND, transferSyntaxUids: [IMPLICIT_VR_LITTLE_ENDIAN] }],
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const timesMs: number[] = [];
  for (let round = 0; round < WARM_UP + QUERIES; round += 1) {
    const study = aStudy((round * 7_919) % archive.studyCount);
    const identifier = toIdentifier(toKeys(study));
    const beganAt = performance.now();
    const answers = opened.value.find({ sopClassUid: STUDY_ROOT_FIND, encode: () => identifier });
    let count = 0;
    let step = await answers.next();
    for (; step.done !== true; step = await answers.next()) count += 1;
    const elapsedMs = performance.now() - beganAt;
    if (count === 0 || !step.value.ok || step.value.value.status !== 0)
      throw new Error(`${archive.name} found nothing`);
    if (round >= WARM_UP) timesMs.push(elapsedMs);
  }
  await opened.value.release();
  return timesMs;
}

function toIdentifier(keys: Keys): Buffer {
  const level = { tag: 0x00080052, vr: 'CS', value: 'STUDY' };
  const elements = RETURN_KEYS.map(([tag, vr]) => ({ tag, vr, value: keys[tag] ?? '' }));
  return encodeDataSet([level, ...elements], IMPLICIT_VR_LITTLE_ENDIAN);
}

async function measureAll(archive: FilledArchive): Promise<string> {
  const seconds: number[] = [];
  const cpuBefore = archive.pid === null ? 0 : readCpuSeconds(archive.pid);
  for (let round = 0; round < ROUNDS; round += 1) seconds.push(await fetchAll(archive));
  const perSecond = archive.studyCount / percentile(seconds, 50);
  const answers = archive.studyCount * ROUNDS;
  const cpuUs = archive.pid === null ? null : ((readCpuSeconds(archive.pid) - cpuBefore) * 1e6) / answers;
  const peak = archive.pid === null ? null : readPeakMemoryMib(archive.pid);
  const cells = [archive.name, archive.studyCount, perSecond.toFixed(0), cpuUs?.toFixed(0), peak?.toFixed(0)];
  return `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
}

/** @returns seconds from the start of findscu to its end */
async function fetchAll(archive: FilledArchive): Promise<number> {
  const hex = (tag: number) => tag.toString(16).padStart(8, '0');
  const keys = RETURN_KEYS.flatMap(([tag]) => ['-k', `${hex(tag).slice(0, 4)},${hex(tag).slice(4)}`]);
  const target = ['-aec', archive.aeTitle, '127.0.0.1', String(archive.port)];
  const beganAt = performance.now();
  const child = spawn('findscu', ['-q', '-S', '-k', '0008,0052=STUDY', ...keys, ...target], {
    stdio: 'ignore',
    env: { ...process.env, TCP_NODELAY: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${archive.name} did not answer`);
  return (performance.now() - beganAt) / 1000;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
