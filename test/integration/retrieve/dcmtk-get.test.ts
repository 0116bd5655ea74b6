import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainMissing } from '../../support/programs.ts';
import { runProgram } from '../association/run-program.ts';
import {
  aDestination,
  aRetrievingCore,
  CT_SLICES,
  readReceived,
  uidOf,
  type RetrievingCore,
} from './retrieving-core.ts';

const STUDY = uidOf(CT_SLICES[0]!, 'study');
const STUDY_KEYS = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${STUDY}`];
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const IMPLICIT = '1.2.840.10008.1.2';

describe.skipIf(explainMissing(['getscu', 'movescu', 'storescp']) !== null)('objects go back', () => {
  let archive: RetrievingCore;
  beforeAll(async () => {
    archive = await aRetrievingCore(CT_SLICES, [
      { aeTitle: 'IMPLICIT' },
      { aeTitle: 'JPEGLS', transferSyntaxes: [JPEG_LS] },
    ]);
  });
  afterAll(() => archive[Symbol.asyncDispose]());

  const get = async (name: string, ...options: readonly string[]) => {
    const place = path.join(archive.folder, name);
    mkdirSync(place, { recursive: true });
    const args = ['-d', '-S', '+B', '-od', place, ...options, ...STUDY_KEYS, ...archive.address];
    const { output } = await runProgram('getscu', args);
    return { output, received: readReceived(place) };
  };

  it('over the association of getscu, byte for byte where it takes the stored form', async () => {
    const { received, output } = await get('as-stored');
    expect(output).toContain('0x0000');
    expect(received.size).toBe(CT_SLICES.length);
    for (const sent of CT_SLICES) {
      expect(received.get(sent.sopInstanceUid)?.dataSet.equals(sent.dataSet)).toBe(true);
    }
  });

  it('compressed without loss where getscu likes that best', async () => {
    const { received } = await get('lossless', '+xs');
    expect([...received.values()].map(({ transferSyntaxUid }) => transferSyntaxUid)).toEqual(
      CT_SLICES.map(() => '1.2.840.10008.1.2.4.70'),
    );
  });

  it('in Implicit VR for a destination that takes nothing else', async () => {
    await using destination = await aDestination(archive, 'IMPLICIT', ['+xi']);
    await runProgram('movescu', ['-S', '-aem', 'IMPLICIT', ...STUDY_KEYS, ...archive.address]);
    const received = [...destination.received().values()];
    expect(received.map(({ transferSyntaxUid }) => transferSyntaxUid)).toEqual(CT_SLICES.map(() => IMPLICIT));
  });

  it('compressed in the way that is set for a destination', async () => {
    await using destination = await aDestination(archive, 'JPEGLS');
    await runProgram('movescu', ['-S', '-aem', 'JPEGLS', ...STUDY_KEYS, ...archive.address]);
    const received = [...destination.received().values()];
    expect(received.map(({ transferSyntaxUid }) => transferSyntaxUid)).toEqual(CT_SLICES.map(() => JPEG_LS));
  });
});
