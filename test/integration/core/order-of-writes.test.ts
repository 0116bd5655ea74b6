import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CoreProcess } from '../../support/core-process.ts';
import { explainMissing } from '../../support/programs.ts';
import { loadObject, makeCopies, sendObjects } from '../../support/send.ts';
import { readSystemCalls, type SystemCall } from '../../support/system-calls.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const SLICE = path.resolve(import.meta.dirname, '../../fixtures/ct-head/14.dcm');
const SENDERS = 4;
const IMAGES_EACH = 15;

/** When each step of one object's way to safety was over. Positions count lines of the trace. */
interface Steps {
  readonly fileSynced: number;
  readonly renamed: number;
  readonly directorySynced: number;
  readonly catalogWritten: number;
}

describe.skipIf(explainMissing(['strace']) !== null)('the order of system calls', () => {
  it('is fsync of the file, rename, fsync of the directory, catalog, answer; for every object', async () => {
    using folder = aTemporaryFolder();
    const traceFile = path.join(folder.path, 'trace');
    const calls =
      'trace=openat,close,fsync,fdatasync,rename,renameat,renameat2,pwrite64,pwritev,write,writev,sendto,sendmsg';
    const core = await CoreProcess.start({
      dataDir: path.join(folder.path, 'data'),
      wrapper: ['strace', '-f', '-yy', '-s', '32', '-e', calls, '-o', traceFile],
    });
    const { dicomPort: port, aeTitle: calledAeTitle } = core.ready;
    const slice = loadObject('slice', SLICE)!;
    const statuses = await Promise.all(
      Array.from({ length: SENDERS }, (_, sender) =>
        sendObjects(makeCopies(slice, IMAGES_EACH, sender * IMAGES_EACH), { port, calledAeTitle }),
      ),
    );
    await core.stop();
    expect(statuses.flat().filter((result) => result.status !== 0)).toEqual([]);

    const trace = readSystemCalls(readFileSync(traceFile, 'utf8'));
    const objects = findObjects(trace);
    expect(objects).toHaveLength(SENDERS * IMAGES_EACH);
    for (const steps of objects) {
      expect(steps.fileSynced).toBeLessThan(steps.renamed);
      expect(steps.renamed).toBeLessThan(steps.directorySynced);
      expect(steps.directorySynced).toBeLessThan(steps.catalogWritten);
    }
    // An answer has no name on it in the trace: so at each one, at least as many objects must have been safe.
    const answers = findAnswers(trace, port);
    expect(answers).toHaveLength(SENDERS * IMAGES_EACH);
    const safeFrom = objects.map((steps) => steps.catalogWritten).toSorted((a, b) => a - b);
    answers.forEach((answeredAt, index) => {
      expect(safeFrom[index]).toBeLessThan(answeredAt);
    });
  });
});

function findObjects(trace: readonly SystemCall[]): readonly Steps[] {
  return trace
    .filter((call) => call.name.startsWith('rename') && call.text.includes('/objects/'))
    .map((rename) => {
      const [, from = '', to = ''] = /"([^"]+)"[^"]*"([^"]+)"/.exec(rename.text) ?? [];
      const isSyncOf = (file: string) => (call: SystemCall) =>
        (call.name === 'fsync' || call.name === 'fdatasync') && call.text.includes(`<${file}>`);
      const fileSync = trace.find(isSyncOf(from));
      const directorySync = trace.find(
        (call) => isSyncOf(path.dirname(to))(call) && call.beganAt > rename.endedAt,
      );
      const catalog = trace.find(
        (call) =>
          call.text.includes('catalog.sqlite-wal>') &&
          call.name.startsWith('pwrite') &&
          call.beganAt > (directorySync?.endedAt ?? Infinity),
      );
      return {
        fileSynced: fileSync?.endedAt ?? Infinity,
        renamed: rename.beganAt,
        directorySynced: directorySync?.endedAt ?? Infinity,
        catalogWritten: catalog?.endedAt ?? Infinity,
      };
    });
}

/** P-DATA-TF (type 4) that the core wrote to its callers: each holds one C-STORE-RSP. */
function findAnswers(trace: readonly SystemCall[], port: number): readonly number[] {
  const isOurs = new RegExp(`^(write|writev|sendto|sendmsg)$`);
  return trace
    .filter(
      (call) => isOurs.test(call.name) && call.text.includes(`:${port}->`) && call.text.includes('"\\4\\0'),
    )
    .map((call) => call.beganAt);
}
