import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { freePort, untilListening } from '../../support/ports.ts';
import { explainMissing } from '../../support/programs.ts';
import { loadObject, readOwnUids } from '../../support/send.ts';
import { hasSharedData, listSharedFiles } from '../../support/shared-data.ts';
import { readStoredObjects, sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

/** Options of storescu that propose a transfer syntax, and the syntax. */
const PROPOSALS = [
  { option: '-xe', uid: '1.2.840.10008.1.2.1', name: 'Explicit VR Little Endian' },
  { option: '-xb', uid: '1.2.840.10008.1.2.2', name: 'Explicit VR Big Endian' },
  { option: '-xi', uid: '1.2.840.10008.1.2', name: 'Implicit VR Little Endian' },
  { option: '-xd', uid: '1.2.840.10008.1.2.1.99', name: 'Deflated' },
  { option: '-xs', uid: '1.2.840.10008.1.2.4.70', name: 'JPEG Lossless' },
  { option: '-xy', uid: '1.2.840.10008.1.2.4.50', name: 'JPEG Baseline' },
  { option: '-xx', uid: '1.2.840.10008.1.2.4.51', name: 'JPEG Extended' },
  { option: '-xv', uid: '1.2.840.10008.1.2.4.90', name: 'JPEG 2000 lossless' },
  { option: '-xw', uid: '1.2.840.10008.1.2.4.91', name: 'JPEG 2000' },
  { option: '-xt', uid: '1.2.840.10008.1.2.4.80', name: 'JPEG-LS lossless' },
  { option: '-xu', uid: '1.2.840.10008.1.2.4.81', name: 'JPEG-LS' },
  { option: '-xr', uid: '1.2.840.10008.1.2.5', name: 'RLE' },
] as const;

interface Sent {
  readonly code: number | null;
  readonly successes: number;
}

function runStorescu(option: string, port: number, aeTitle: string, folder: string): Sent {
  const args = ['-v', '-R', '-nh', option, '-aec', aeTitle, '+sd', '127.0.0.1', String(port), folder];
  const run = spawnSync('storescu', args, { encoding: 'utf8', env: { ...process.env, TCP_NODELAY: '1' } });
  const successes = (run.stdout + run.stderr).match(/Received Store Response \(Success\)/g) ?? [];
  return { code: run.status, successes: successes.length };
}

/** storescu refuses to start when it cannot read one of its files, and names it: those are taken away. */
function dropWhatStorescuCannotRead(folder: string): void {
  for (;;) {
    const run = spawnSync('storescu', ['+sd', '127.0.0.1', '1', folder], { encoding: 'utf8' });
    const unreadable = /missing SOP class \(or instance\) in file: (.+)/.exec(run.stdout + run.stderr)?.[1];
    if (unreadable === undefined) return;
    rmSync(unreadable);
  }
}

/** What DCMTK's own receiver wrote, bit for bit as it came: the independent record of what storescu sends. */
async function recordWithStorescp(
  option: string,
  source: string,
  target: string,
): Promise<readonly string[]> {
  const port = await freePort();
  const receiver = spawn('storescp', ['-B', '+uf', '+xa', '-od', target, String(port)], { stdio: 'ignore' });
  try {
    await untilListening(port);
    runStorescu(option, port, 'STORESCP', source);
  } finally {
    receiver.kill();
    await once(receiver, 'exit');
  }
  return readdirSync(target).map((name) => {
    const file = readFileSync(path.join(target, name));
    const parsed = parsePart10Header(file);
    if (!parsed.ok) return parsed.error;
    const dataSet = file.subarray(parsed.value.dataSetOffset);
    // A message has an even number of bytes; storescp leaves out the byte that pads a deflated data set.
    return sha256(dataSet.length % 2 === 0 ? dataSet : Buffer.concat([dataSet, Buffer.alloc(1)]));
  });
}

const missing = explainMissing(['storescu', 'storescp']);

describe.skipIf(!hasSharedData || missing !== null)('what DCMTK’s storescu sends', () => {
  const files = listSharedFiles()
    .filter(({ name }) => !/^(broken|dicomdir|series-pt|series-mr)\//.test(name))
    .flatMap((file) => {
      const object = loadObject(file.name, file.path);
      if (object === null || object.sopInstanceUid === '') return [];
      const own = readOwnUids(object);
      const isSame = own.sopClassUid === object.sopClassUid && own.sopInstanceUid === object.sopInstanceUid;
      return isSame ? [{ ...file, transferSyntaxUid: object.transferSyntaxUid }] : [];
    });

  it.each(PROPOSALS)('is kept byte for byte in $name', async ({ option, uid }) => {
    using folder = aTemporaryFolder();
    const [source = '', recorded = '', dataDir = ''] = ['source', 'recorded', 'data'].map((name) => {
      mkdirSync(path.join(folder.path, name));
      return path.join(folder.path, name);
    });
    const chosen = files.filter((file) => file.transferSyntaxUid === uid);
    expect(chosen.length).toBeGreaterThan(0);
    chosen.forEach((file, index) => {
      symlinkSync(file.path, path.join(source, `${index}.dcm`));
    });
    dropWhatStorescuCannotRead(source);
    const core = await CoreProcess.start({ dataDir });
    let sent: Sent;
    try {
      sent = runStorescu(option, core.ready.dicomPort, core.ready.aeTitle, source);
    } finally {
      await core.stop();
    }
    const expected = await recordWithStorescp(option, source, recorded);
    expect(expected.length).toBeGreaterThan(0);
    // storescp refuses some classes that it does not know; each that it took, we must have taken, bit for bit.
    expect(sent.successes).toBeGreaterThanOrEqual(expected.length);
    const stored = new Set(readStoredObjects(dataDir).map((object) => object.dataSetSha256));
    expect(expected.filter((hash) => !stored.has(hash))).toEqual([]);
  });
});
