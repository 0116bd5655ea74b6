import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Catalog } from '../../../main/core/catalog/catalog.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { anInstanceRecord } from '../../support/instance-record.ts';
import { freePort, untilListening } from '../../support/ports.ts';
import { sendObjects } from '../../support/send.ts';
import { anObject, aStudy } from './made-studies.ts';

/** An archive that holds made studies and answers queries. */
export interface FilledArchive {
  readonly name: string;
  readonly studyCount: number;
  readonly port: number;
  readonly aeTitle: string;
  /** Of the process whose CPU time and memory are the archive's; null for one that hands associations to others. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

const COMMIT_ROWS = 500;
const SEND_AT_ONCE = 500;

/** The rows are written by the catalog's own writer; the files, which no query reads, are left out. */
export async function startBucky(folder: string, studyCount: number): Promise<FilledArchive> {
  const dataDir = path.join(folder, 'data');
  const catalog = await Catalog.open({ dataDir, logger: silentLogger });
  for (let first = 0; first < studyCount; first += COMMIT_ROWS) {
    const count = Math.min(COMMIT_ROWS, studyCount - first);
    await catalog.commitInstances(
      Array.from({ length: count }, (_, index) => anInstanceRecord(aStudy(first + index))),
    );
  }
  await catalog.completeQuietStudies(Date.now(), 1_000_000); // or the core would do that while it is measured
  await catalog.close();
  const config = path.join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ association: { unknownCallers: 'accept' } }));
  const core = await CoreProcess.start({ dataDir, args: ['--config', config] });
  return {
    name: 'Bucky',
    studyCount,
    port: core.ready.dicomPort,
    aeTitle: core.ready.aeTitle,
    pid: core.ready.pid,
    stop: async () => {
      await core.stop();
    },
  };
}

export async function startOrthanc(folder: string, studyCount: number): Promise<FilledArchive> {
  const port = await freePort();
  const file = path.join(folder, 'orthanc.json');
  const settings = {
    Name: 'bench',
    DicomAet: 'ORTHANC',
    DicomPort: port,
    HttpPort: await freePort(),
    DicomAlwaysAllowFind: true,
    SyncStorageArea: false, // only for filling it sooner
    StorageDirectory: path.join(folder, 'storage'),
    IndexDirectory: path.join(folder, 'storage'),
  };
  mkdirSync(settings.StorageDirectory);
  writeFileSync(file, JSON.stringify(settings));
  const archive = await startProgram('Orthanc', [file], port, 'ORTHANC', studyCount);
  await fill(archive);
  return archive;
}

/** Its index is one file of records that each store and each query reads from the start. */
export async function startDcmqrscp(folder: string, studyCount: number): Promise<FilledArchive> {
  const port = await freePort();
  const area = path.join(folder, 'area');
  mkdirSync(area);
  const file = path.join(folder, 'dcmqrscp.cfg');
  const lines = [
    'NetworkTCPPort = ' + String(port),
    'MaxPDUSize = 131072',
    'MaxAssociations = 16',
    'HostTable BEGIN',
    'HostTable END',
    'VendorTable BEGIN',
    'VendorTable END',
    'AETable BEGIN',
    `DCMQRSCP ${area} RW (${studyCount}, 100gb) ANY`,
    'AETable END',
  ];
  writeFileSync(file, lines.join('\n') + '\n');
  const archive = await startProgram('dcmqrscp', ['-c', file], port, 'DCMQRSCP', studyCount);
  await fill(archive);
  return { ...archive, pid: null };
}

async function startProgram(
  program: string,
  args: readonly string[],
  port: number,
  aeTitle: string,
  studyCount: number,
): Promise<FilledArchive> {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  await untilListening(port, () => child.exitCode !== null);
  return {
    name: program,
    studyCount,
    port,
    aeTitle,
    pid: child.pid ?? null,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function fill(archive: FilledArchive): Promise<void> {
  const { studyCount, port, aeTitle, name } = archive;
  for (let first = 0; first < studyCount; first += SEND_AT_ONCE) {
    const count = Math.min(SEND_AT_ONCE, studyCount - first);
    const objects = Array.from({ length: count }, (_, index) => anObject(first + index));
    const results = await sendObjects(objects, { port, calledAeTitle: aeTitle });
    const refused = results.filter(({ status }) => status !== 0).length;
    if (refused === 0) continue;
    await archive.stop();
    throw new Error(`${name} did not take ${refused} images`);
  }
}
