import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const MIB = 1024 * 1024;
/** BUCKY_BIG_OBJECT_MIB=500 runs it at the size of the largest objects that devices send. */
const objectMib = Number(process.env['BUCKY_BIG_OBJECT_MIB'] ?? 60);

interface Report {
  readonly statuses: readonly number[];
  readonly instances: number;
  readonly startBytes: number;
  readonly peakBytes: number;
}

it('needs no more memory for ten big objects at once than for small ones', { timeout: 900_000 }, async () => {
  using folder = aTemporaryFolder();
  const program = fileURLToPath(new URL('./big-objects.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    folder.path,
    '10',
    String(objectMib * MIB),
  ]);
  const report = JSON.parse(stdout) as Report;
  expect(report.statuses).toEqual(Array.from({ length: 10 }, () => 0x0000));
  expect(report.instances).toBe(10);
  expect(report.peakBytes).toBeLessThan(300 * MIB);
});
