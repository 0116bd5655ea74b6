import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMemoryFolder } from '../../../../test/support/temporary-folder.ts';
import { Catalog } from '../../catalog/catalog.ts';
import { silentLogger } from '../../shared/logger.ts';
import { Hl7Receiver } from './hl7-receiver.ts';

const NOW = new Date(2026, 10, 24, 9, 5).getTime();
const message = (type: string, ...segments: string[]) =>
  [`MSH|^~\\&|RIS|CLINIC|BUCKY|CLINIC|20261124080000||${type}|M1|P|2.5||||||UNICODE UTF-8`, ...segments].join(
    '\r',
  );
const PID =
  'PID|1||K-1^^^CLINIC^MR||Mihon^Hanako^^^Dr^^L^A~見本^花子^^^^^L^I~みほん^はなこ^^^^^L^P||19680312|F';
const orm = (
  control: string,
  more: { start?: string; stepId?: string; modality?: string; placer?: string } = {},
) => [
  `ORC|${control}|${more.placer ?? 'P-1'}|F-1||||^^^${more.start ?? '20261124103000'}^^S|||||77^Weber^Ida^^^Dr`,
  `OBR|1|P-1|F-1|CTHEAD^Head^L^PHEAD^Head native^L||||||||METAL^Pacemaker||||||A-1|RP-1|${more.stepId ?? 'S-1'}||||${more.modality ?? 'CT'}|||||||^Fall at home`,
];

describe('the information system of the clinic', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let catalog: Catalog;
  let receiver: Hl7Receiver;
  let warnings: string[];
  beforeEach(async () => {
    warnings = [];
    folder = aMemoryFolder();
    catalog = await Catalog.open({ dataDir: folder.path, logger: silentLogger });
    receiver = new Hl7Receiver({
      procedures: catalog.station.procedures,
      nowMs: () => NOW,
      onChanged: () => undefined,
      logger: { ...silentLogger, warn: (...line) => void warnings.push(JSON.stringify(line)) },
    });
  });
  afterEach(async () => {
    await catalog.close();
    folder[Symbol.dispose]();
  });

  const send = async (text: string | Buffer) => {
    const answer = (await receiver.receive(Buffer.from(text as string), '127.0.0.1')).toString();
    const msa = answer.split('\r').find((line) => line.startsWith('MSA')) ?? '';
    const [, code, controlId, words] = msa.split('|');
    return { code, controlId, words, answer };
  };
  const steps = async () => {
    const query = { fromDate: null, toDate: null, isOpenOnly: false, text: '', limit: 10 };
    return (await catalog.station.procedures.listSteps(query)).steps;
  };

  it('orders a step with ORM^O01', async () => {
    const { code, controlId } = await send(
      message(
        'ORM^O01',
        PID,
        'PV1|1|O|WARD^12^3||||||||||||B6||||V-9',
        'AL1|1||^Iodine',
        'OBX|1|NM|29463-7||72.5|kg',
        ...orm('NW'),
        'ZDS|1.2.3^BUCKY^Application^DICOM',
      ),
    );
    expect([code, controlId]).toEqual(['AA', 'M1']);
    expect(await steps()).toMatchObject([
      {
        status: 'scheduled',
        source: 'hl7',
        patientId: 'K-1',
        issuerOfPatientId: 'CLINIC',
        patientName: { alphabetic: 'Mihon^Hanako^^Dr', ideographic: '見本^花子', phonetic: 'みほん^はなこ' },
        patientBirthDate: '1968-03-12',
        patientSex: 'F',
        patientWeightKg: 72.5,
        allergies: 'Iodine',
        medicalAlerts: 'Pacemaker',
        pregnancyStatus: 3,
        admissionId: 'V-9',
        patientLocation: 'WARD 12 3',
        accessionNumber: 'A-1',
        requestedProcedureId: 'RP-1',
        stepId: 'S-1',
        modality: 'CT',
        priority: 'stat',
        reason: 'Fall at home',
        requestingPhysician: { alphabetic: 'Weber^Ida^^Dr' },
        requestedProcedureCode: { value: 'CTHEAD', meaning: 'Head', scheme: 'L' },
        protocolCodes: [{ value: 'PHEAD', meaning: 'Head native', scheme: 'L' }],
        startDate: '2026-11-24',
        startTime: '10:30:00',
        studyInstanceUid: '1.2.3',
      },
    ]);
  });

  it('says in the log that it refused a message, but repeats nothing of it', async () => {
    const { code, words } = await send(message('ORM^O01', PID, ...orm('MIHON')));
    expect([code, words]).toEqual(['AE', expect.stringContaining('MIHON')]);
    expect(warnings).toEqual([
      JSON.stringify(['An HL7 message from 127.0.0.1 was refused.', { code: 'AE', errorCode: 103 }]),
    ]);
  });

  it('orders two steps with one OMI^O23, each for its device', async () => {
    const { code } = await send(
      message(
        'OMI^O23^OMI_O23',
        PID,
        'ORC|NW|P-1|F-1',
        'TQ1|1||||||20261125080000||R',
        'OBR|1|P-1|F-1|MRKNEE^Knee^L',
        'IPC|A-7|RP-7|1.2.7|S-71|MR|K1^Knee T1^L|MR-1|ROOM 2|MR_1',
        'IPC|A-7|RP-7|1.2.7|S-72|MR|K2^Knee T2^L|MR-1|ROOM 2|MR_1',
      ),
    );
    expect(code).toBe('AA');
    const found = await steps();
    expect(found.map(({ stepId }) => stepId)).toEqual(['S-71', 'S-72']);
    expect(found[1]).toMatchObject({
      stationAeTitles: ['MR_1'],
      stepLocation: 'ROOM 2',
      startTime: '08:00:00',
      studyInstanceUid: '1.2.7',
    });
  });

  it('changes and cancels it, and may send the same order twice', async () => {
    await send(message('ORM^O01', PID, ...orm('NW')));
    await send(message('ORM^O01', PID, ...orm('NW')));
    await send(message('ORM^O01', PID, ...orm('XO', { start: '20261124140000' })));
    expect(await steps()).toMatchObject([{ startTime: '14:00:00', status: 'scheduled' }]);
    expect((await send(message('ORM^O01', PID, ...orm('CA')))).code).toBe('AA');
    expect(await steps()).toMatchObject([{ status: 'discontinued' }]);
  });

  it('cannot cancel what the device has begun, and hears why', async () => {
    await send(message('ORM^O01', PID, ...orm('NW')));
    await catalog.station.procedures.setStatus(1, 'in-progress', 1);
    const { code, words, answer } = await send(message('ORM^O01', PID, ...orm('DC')));
    expect(code).toBe('AE');
    expect(words).toBe('This step has begun at the device and cannot be cancelled any more.');
    expect(answer).toContain('\rERR|||207^^HL70357|E||||This step has begun');
  });

  it('gives an order without a time to the worklist of now', async () => {
    await send(message('ORM^O01', PID, 'ORC|NW|P-1', 'OBR|1|P-1||X^Chest^L||||||||||||||A-1||||||DX'));
    expect(await steps()).toMatchObject([{ startDate: '2026-11-24', startTime: '09:05:00', modality: 'DX' }]);
  });

  it('corrects the patient of what is not begun yet', async () => {
    await send(message('ORM^O01', PID, ...orm('NW')));
    await send(message('ORM^O01', PID, ...orm('NW', { placer: 'P-2', stepId: 'S-2' })));
    await catalog.station.procedures.setStatus(2, 'completed', 1);
    await send(message('ADT^A08', PID.replace('Mihon^Hanako', 'Sato^Hanako').replace('|F', '|O')));
    const names = (await steps()).map(({ patientName }) => patientName.alphabetic);
    expect(names).toEqual(['Sato^Hanako^^Dr', 'Mihon^Hanako^^Dr']);
  });

  it('keeps the name of a patient of whom a message says only something else', async () => {
    await send(message('ORM^O01', PID, ...orm('NW')));
    expect(await send(message('ADT^A08', 'PID|1||K-1^^^CLINIC^MR||||19680312|O'))).toMatchObject({
      code: 'AA',
    });
    expect(await steps()).toMatchObject([
      { patientName: { alphabetic: 'Mihon^Hanako^^Dr' }, patientSex: 'O' },
    ]);
  });

  it.each([
    {
      text: message('ORM^O01', PID, ...orm('NW', { modality: '' })),
      code: 'AE',
      words: 'Modality is missing.',
    },
    { text: message('ORM^O01', ...orm('NW')), code: 'AE', words: 'Patient name is missing.' },
    {
      text: message('ORM^O01', PID, ...orm('NW', { stepId: 'S'.repeat(17) })),
      code: 'AE',
      words: 'Step ID is longer than 16 characters.',
    },
    {
      text: message('ORM^O01', PID, ...orm('ZZ')),
      code: 'AE',
      words: 'Bucky knows the order controls NW, XO, CA and DC, not “ZZ”.',
    },
    { text: message('ORM^O01', PID), code: 'AE', words: 'The message holds no order (ORC).' },
    {
      text: message('ORU^R01', PID),
      code: 'AR',
      words: 'Bucky takes ORM\\S\\O01, OMI\\S\\O23, ADT\\S\\A08 and ADT\\S\\A31, not ORU\\S\\R01.',
    },
    { text: 'hello', code: 'AR', words: 'A message starts with MSH.' },
    { text: message('ADT^A08', 'PID|1'), code: 'AE', words: 'The message holds no patient ID (PID-3).' },
  ])('is told in plain words: $words', async ({ text, code, words }) => {
    expect(await send(text)).toMatchObject({ code, words });
    expect(await steps()).toEqual([]);
    expect(receiver.counts).toMatchObject({ accepted: 0, refused: 1 });
  });

  it('does nothing of a message when one of its orders is wrong', async () => {
    const { code } = await send(
      message('ORM^O01', PID, ...orm('NW'), ...orm('NW', { stepId: 'S-2', placer: 'P-2', modality: '' })),
    );
    expect(code).toBe('AE');
    expect(await steps()).toEqual([]);
  });

  it('may write in Latin-1 when it says so, and end lines its own way', async () => {
    const latin = Buffer.from(
      message('ORM^O01', PID.replace(/~.*L\^P/, '').replace('Mihon', 'Müller'), ...orm('NW')).replace(
        'UNICODE UTF-8',
        '8859/1',
      ),
      'latin1',
    );
    await send(latin);
    await send(
      message('ORM^O01', PID, ...orm('NW', { placer: 'P-2', stepId: 'S-2' })).replaceAll('\r', '\r\n'),
    );
    expect((await steps()).map(({ patientName }) => patientName.alphabetic)).toEqual([
      'Müller^Hanako^^Dr',
      'Mihon^Hanako^^Dr',
    ]);
  });
});
