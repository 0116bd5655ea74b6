import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePart10Header } from '../../../main/core/dicom/part10.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { MemoryServices, STUDY_ROOT_FIND } from './memory-services.ts';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import { runProgram, ServerProgram } from './run-program.ts';
import { aStation, type Station } from './station.ts';

const isMissing = explainMissing(['findscu', 'getscu', 'movescu', 'storescp']) !== null;

let station: Station;
let services: MemoryServices;
beforeEach(async () => {
  services = new MemoryServices();
  station = await aStation({}, { services: services.list });
});
afterEach(async () => {
  await station.listener.close();
  expect(station.store.breaches).toEqual([]);
});

const address = () => ['-aec', 'BUCKY', '127.0.0.1', String(station.port)];
const keys = ['-S', '-k', 'QueryRetrieveLevel=STUDY', '-k', 'PatientID', '-k', 'StudyInstanceUID'];

describe.skipIf(isMissing)('DCMTK asks us', () => {
  it.each(['-xi', '-xe', '-xb'])('with findscu %s and gets every answer', async (syntax) => {
    services.matchCount = 120;
    using folder = aTemporaryFolder();
    const result = await runProgram('findscu', [...keys, syntax, '-X', '-od', folder.path, ...address()]);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(readdirSync(folder.path)).toHaveLength(120);
    expect(station.observer.answered).toMatchObject([{ operation: 'C-FIND', status: 0, count: 120 }]);
    expect(services.finds).toMatchObject([
      { sopClassUid: STUDY_ROOT_FIND, peer: { callingAeTitle: 'FINDSCU' } },
    ]);
  });

  it('with findscu that cancels, and stops within two groups of what had been read by then', async () => {
    services.matchCount = 1_000_000;
    const result = await runProgram('findscu', [...keys, '-v', '--cancel', '5', ...address()]);
    expect(result.output).toContain('Cancel');
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.observer.answered).toMatchObject([{ status: 0xfe00 }]);
    expect(services.isGeneratorClosed).toBe(true);
    expect(services.groupsMade).toBeLessThan(10_000);
  });

  it('and hears of a failure of ours, which ends neither the association nor the station', async () => {
    services.whenAsked = () => {
      throw new Error('a bug');
    };
    const result = await runProgram('findscu', [...keys, '-v', '--repeat', '2', ...address()]);
    expect(result.output).toMatch(/Failed: UnableToProcess/);
    expect(services.finds).toHaveLength(2);
    expect(station.complaints).toHaveLength(2);
    expect(station.observer.closed).toMatchObject([{ wasReleased: true }]);
  });

  it('with getscu, and every byte comes back over the same association', async () => {
    services.objects = CT_FIXTURES.map(readFixture);
    using folder = aTemporaryFolder();
    const get = [...keys.slice(0, 3), '-k', 'StudyInstanceUID=1.2.3', '+B', '-od', folder.path, ...address()];
    expect(await runProgram('getscu', get)).toMatchObject({ exitCode: 0 });
    expect(services.wayBackStatuses).toEqual(CT_FIXTURES.map(() => 0));
    const got = readdirSync(folder.path).map((name) => dataSetOf(path.join(folder.path, name)));
    for (const { dataSet } of services.objects) expect(got.some((each) => each.equals(dataSet))).toBe(true);
    expect(station.observer.answered).toMatchObject([{ operation: 'C-GET', status: 0, count: 8 }]);
  });

  it('with movescu, which takes the objects itself and learns how many failed', async () => {
    services.objects = CT_FIXTURES.map(readFixture);
    using folder = aTemporaryFolder();
    mkdirSync(path.join(folder.path, 'in'));
    await using scp = await ServerProgram.start('storescp', (port) => [
      '-B',
      '-od',
      path.join(folder.path, 'in'),
      String(port),
    ]);
    services.destinations.set('WORKSTATION', scp.port);
    const move = (to: string) => [
      ...keys.slice(0, 3),
      '-k',
      'StudyInstanceUID=1.2.3',
      '-v',
      '-aem',
      to,
      ...address(),
    ];
    expect(await runProgram('movescu', move('WORKSTATION'))).toMatchObject({ exitCode: 0 });
    expect(readdirSync(path.join(folder.path, 'in'))).toHaveLength(8);
    expect(services.retrieves).toMatchObject([{ moveDestination: 'WORKSTATION', wayBack: null }]);
    const refused = await runProgram('movescu', move('NOWHERE'));
    expect(refused.output).toContain('MoveDestinationUnknown');
  });
});

describe.skipIf(explainMissing(['gdcmscu']) !== null)('GDCM asks us', () => {
  it('with gdcmscu --find', async () => {
    const find = ['--find', '--studyroot', '--study', '--key', '10,20=', '--call', 'BUCKY'];
    // GDCM 3.0.21 ends itself with an exception once the connection has closed, whoever it talked to; until then all is well.
    await runProgram('gdcmscu', [...find, '127.0.0.1', String(station.port)]);
    expect(station.observer.answered).toMatchObject([{ operation: 'C-FIND', status: 0, count: 3 }]);
    expect(station.observer.closed).toMatchObject([{ wasReleased: true }]);
  });
});

describe.skipIf(explainMissing(['termscu']) !== null)('termscu asks us to end', () => {
  it('and nobody here does that: it leaves, and we go on', async () => {
    await runProgram('termscu', address());
    await station.observer.until(() => station.observer.closed.length === 1);
    expect(station.observer.closed).toMatchObject([{ wasReleased: true }]);
    expect((await runProgram('findscu', [...keys, ...address()])).exitCode).toBe(0);
  });
});

function dataSetOf(file: string): Buffer {
  const bytes = readFileSync(file);
  const header = parsePart10Header(bytes);
  if (!header.ok) throw new Error(header.error);
  return bytes.subarray(header.value.dataSetOffset);
}
