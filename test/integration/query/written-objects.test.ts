import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePart10Header } from '../../../main/core/dicom/part10.ts';
import { aMadeObject } from '../../support/made-object.ts';
import { explainMissing } from '../../support/programs.ts';
import { sendObjects } from '../../support/send.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { dumpFile } from './dump.ts';
import { aFilledCore, type FilledCore } from './filled-core.ts';
import { findscu } from './findscu.ts';

const SYNTAXES = [
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.1.99',
];
const NAMES = [
  { characterSet: 'ISO_IR 100', patientName: 'Müller^Änne' },
  { characterSet: 'ISO_IR 144', patientName: 'Иванов^Иван' },
  { characterSet: 'ISO_IR 166', patientName: 'สาย^ใจ' },
  { characterSet: 'GB18030', patientName: 'Wang^XiaoDong=王^小东' },
  { characterSet: 'ISO_IR 192', patientName: 'Hong^Gildong=洪^吉洞=홍^길동' },
  { characterSet: '\\ISO 2022 IR 87', patientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう' },
];
const made = NAMES.map((name, index) =>
  aMadeObject({
    ...name,
    studyInstanceUid: `1.2.826.0.1.3680043.8.498.7.${index + 1}`,
    patientId: `MADE${index}`,
  }),
);

describe('an object in our own encoding', () => {
  const objects = SYNTAXES.flatMap((transferSyntaxUid) =>
    NAMES.map((name) => ({ ...name, transferSyntaxUid, studyInstanceUid: '1.2.3', patientId: 'P' })),
  );
  // dciodvfy cannot inflate.
  const plain = objects.filter(({ transferSyntaxUid }) => !transferSyntaxUid.endsWith('.99'));
  it.skipIf(explainMissing(['dciodvfy']) !== null).each(plain)(
    'has no error for dciodvfy: $characterSet in $transferSyntaxUid',
    (object) => {
      using folder = aTemporaryFolder();
      const file = write(path.join(folder.path, 'object.dcm'), aMadeObject(object));
      const run = spawnSync('dciodvfy', [file], { encoding: 'latin1' });
      expect(run.stderr + run.stdout).not.toMatch(/error/i);
      expect(run.stderr).toContain('SCImage');
    },
  );

  // dcmdump's iconv knows no sets with code extensions.
  const readable = objects.filter(({ characterSet }) => !characterSet.includes('2022'));
  it.skipIf(explainMissing(['dcmdump']) !== null).each(readable)(
    'is read by dcmdump: $characterSet in $transferSyntaxUid',
    (object) => {
      using folder = aTemporaryFolder();
      const dump = dumpFile(write(path.join(folder.path, 'object.dcm'), aMadeObject(object)));
      expect(dump?.get('00100010')).toBe(object.patientName);
      expect(dump?.get('00080008')).toBe('DERIVED\\SECONDARY');
    },
  );

  function write(file: string, object: ReturnType<typeof aMadeObject>): string {
    writeFileSync(
      file,
      Buffer.concat([encodePart10Header({ ...object, sourceAeTitle: 'MAKER' }), object.dataSet]),
    );
    return file;
  }
});

describe.skipIf(explainMissing(['findscu', 'dcmdump']) !== null)('names in many scripts', () => {
  let filled: FilledCore;
  beforeAll(async () => {
    filled = await aFilledCore();
    const { dicomPort, aeTitle } = filled.core.ready;
    const sent = await sendObjects(made, { port: dicomPort, calledAeTitle: aeTitle });
    expect(sent.map(({ status }) => status)).toEqual(made.map(() => 0));
  });
  afterAll(async () => {
    await filled[Symbol.asyncDispose]();
  });

  it.each(NAMES.map((name, index) => ({ ...name, id: `MADE${index}` })))(
    'come in UTF-8 to one who asks so: $patientName',
    async ({ patientName, id }) => {
      const { answers } = await findscu(
        filled,
        ['-S'],
        ['0008,0052=STUDY', '0008,0005=ISO_IR 192', `0010,0010=${patientName}`, '0010,0020'],
      );
      expect(answers.map((answer) => answer.get('00100020'))).toEqual([id]);
      expect(answers[0]?.get('00100010')).toBe(patientName);
    },
  );

  it.each([
    { asked: 'ISO_IR 100', id: 'MADE0', written: 'ISO_IR 100' },
    { asked: 'ISO_IR 144', id: 'MADE1', written: 'ISO_IR 144' },
    { asked: 'ISO_IR 100', id: 'MADE1', written: 'ISO_IR 192' },
    { asked: 'GB18030', id: 'MADE3', written: 'GB18030' },
    { asked: 'ISO_IR 138', id: 'MADE5', written: 'ISO_IR 192' },
  ])('of $id come in $written to one who asks in $asked', async ({ asked, id, written }) => {
    const keys = ['0008,0052=STUDY', `0008,0005=${asked}`, `0010,0020=${id}`, '0010,0010'];
    const { answers, characterSets } = await findscu(filled, ['-S'], keys);
    const name = NAMES[Number(id.slice(-1))]?.patientName;
    expect(answers.map((answer) => answer.get('00100010'))).toEqual([name]);
    expect(characterSets).toEqual([written]);
  });
});
