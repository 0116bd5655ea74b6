import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainMissing } from '../../support/programs.ts';
import { runProgram } from '../association/run-program.ts';
import { aDestination, aRetrievingCore, CT_SLICES, uidOf, type RetrievingCore } from './retrieving-core.ts';

const STUDY = uidOf(CT_SLICES[0]!, 'study');
const SERIES = uidOf(CT_SLICES[0]!, 'series');

describe.skipIf(explainMissing(['movescu', 'storescp']) !== null)('movescu has images sent', () => {
  let archive: RetrievingCore;
  beforeAll(async () => {
    archive = await aRetrievingCore(CT_SLICES, [
      { aeTitle: 'PLAIN' },
      { aeTitle: 'MANY', parallelAssociations: 3 },
      { aeTitle: 'SILENT' },
    ]);
  });
  afterAll(() => archive[Symbol.asyncDispose]());

  const move = (destination: string, keys: readonly string[], options: readonly string[] = ['-S']) =>
    runProgram('movescu', [
      '-d',
      ...options,
      ...['-aem', destination],
      ...keys.flatMap((key) => ['-k', key]),
      ...archive.address,
    ]);

  it('byte for byte, in the form in which they are stored', async () => {
    await using destination = await aDestination(archive, 'PLAIN');
    const { exitCode, output } = await move('PLAIN', [
      'QueryRetrieveLevel=STUDY',
      `StudyInstanceUID=${STUDY}`,
    ]);
    expect(output).toContain('Completed Suboperations       : 8');
    expect(exitCode).toBe(0);
    const received = destination.received();
    expect(received.size).toBe(CT_SLICES.length);
    for (const sent of CT_SLICES) {
      const came = received.get(sent.sopInstanceUid);
      expect(came?.transferSyntaxUid).toBe(sent.transferSyntaxUid);
      expect(came?.dataSet.equals(sent.dataSet)).toBe(true);
    }
  });

  it('over several associations at one time where that is set', async () => {
    await using destination = await aDestination(archive, 'MANY', ['+xa', '--fork']);
    await move('MANY', ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${STUDY}`]);
    expect([...destination.received().keys()].toSorted()).toEqual(
      CT_SLICES.map(({ sopInstanceUid }) => sopInstanceUid).toSorted(),
    );
  });

  it.each([
    {
      what: 'a series',
      keys: ['QueryRetrieveLevel=SERIES', `StudyInstanceUID=${STUDY}`, `SeriesInstanceUID=${SERIES}`],
      count: 8,
    },
    {
      what: 'a list of instances',
      keys: [
        'QueryRetrieveLevel=IMAGE',
        `StudyInstanceUID=${STUDY}`,
        `SeriesInstanceUID=${SERIES}`,
        `SOPInstanceUID=${CT_SLICES[1]!.sopInstanceUid}\\${CT_SLICES[2]!.sopInstanceUid}`,
      ],
      count: 2,
    },
    {
      what: 'a study that is not here',
      keys: ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID=1.2.3'],
      count: 0,
    },
  ])('of $what', async ({ keys, count }) => {
    await using destination = await aDestination(
      { ...archive, folder: `${archive.folder}/${count}` },
      'PLAIN',
    );
    const { exitCode } = await move('PLAIN', keys);
    expect(exitCode).toBe(0);
    expect(destination.received().size).toBe(count);
  });

  it.each([
    { what: 'no level', keys: [`StudyInstanceUID=${STUDY}`], comment: 'Query/Retrieve Level' },
    { what: 'an unknown level', keys: ['QueryRetrieveLevel=FRAME'], comment: 'level is unknown' },
    { what: 'a level without its key', keys: ['QueryRetrieveLevel=STUDY'], comment: 'no Study Instance UID' },
    {
      what: 'a key below the level',
      keys: ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${STUDY}`, `SeriesInstanceUID=${SERIES}`],
      comment: 'no key at the STUDY level',
    },
    {
      what: 'a series without its study',
      keys: ['QueryRetrieveLevel=SERIES', `SeriesInstanceUID=${SERIES}`],
      comment: 'needs one Study Instance UID',
    },
    {
      what: 'a wildcard in a UID',
      keys: ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID=1.2.*'],
      comment: 'cannot be used',
    },
  ])('and hears what is wrong with $what', async ({ keys, comment }) => {
    const { output } = await move('PLAIN', keys);
    expect(output).toMatch(/0xa900/i);
    expect(output.toLowerCase()).toContain(comment.toLowerCase());
  });

  it('to a station that is not known, and a person reads what to enter where', async () => {
    const { output } = await move('NOBODY', ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${STUDY}`]);
    expect(output).toMatch(/0xa801/i);
    const { notices } = await archive.core.call('station.info', {});
    expect(notices).toContainEqual(
      expect.objectContaining({
        title: 'MOVESCU asked to have images sent to “NOBODY”, which is not known here.',
        detail: 'Add a device with the AE title NOBODY, its address and its port; then ask again there.',
      }),
    );
  });

  it('to a station that does not answer: all failed, and a person reads why', async () => {
    const { output } = await move('SILENT', ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${STUDY}`]);
    expect(output).toMatch(/0xa702/i);
    expect(output).toContain('Failed Suboperations          : 8');
    const { notices } = await archive.core.call('station.info', {});
    const notice = notices.find(({ key }) => key === 'destination:SILENT');
    expect(notice?.detail).toMatch(/nothing answers at port \d+/);
  });
});
