import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CoreProcess } from '../../support/core-process.ts';
import { explainMissing } from '../../support/programs.ts';
import { aStepOrder } from '../../support/step-order.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import type { ServerProgram } from '../association/run-program.ts';
import { aCore, askWorklist, aWorklistServer } from './worklist-peers.ts';

/** One step in both worlds: as the file that wlmscpfs serves, and as the order that Bucky is given. */
interface Scheduled {
  readonly id: string;
  readonly name: string;
  readonly patientId: string;
  readonly accession: string;
  readonly modality: string;
  readonly aeTitle: string;
  readonly day: string;
  readonly time: string;
}

const STEPS: readonly Scheduled[] = [
  {
    id: 'S-1',
    name: 'Müller^Jörg',
    patientId: 'K-1',
    accession: 'A-1',
    modality: 'CT',
    aeTitle: 'CT_1',
    day: '20261124',
    time: '083000',
  },
  {
    id: 'S-2',
    name: 'Muster^Berta',
    patientId: 'K-2',
    accession: 'A-2',
    modality: 'CT',
    aeTitle: 'CT_2',
    day: '20261124',
    time: '143000',
  },
  {
    id: 'S-3',
    name: 'Échantillon^Zoé',
    patientId: 'K-3',
    accession: 'A-3',
    modality: 'MR',
    aeTitle: 'MR_1',
    day: '20261125',
    time: '093000',
  },
];

const toDump = (step: Scheduled) => `
(0008,0005) CS [ISO_IR 100]
(0008,0050) SH [${step.accession}]
(0008,0090) PN [Weber^Ida]
(0010,0010) PN [${step.name}]
(0010,0020) LO [${step.patientId}]
(0010,0030) DA [19600501]
(0010,0040) CS [F]
(0010,1030) DS [72.5]
(0010,2000) LO [Pacemaker]
(0010,2110) LO [Iodine]
(0010,21c0) US 2
(0020,000d) UI [1.2.276.${step.id.slice(2)}]
(0032,1032) PN [Arzt^Otto]
(0032,1060) LO [Head]
(0040,1001) SH [RP-${step.id}]
(0040,1003) SH [ROUTINE]
(0040,0100) SQ
(fffe,e000) -
(0008,0060) CS [${step.modality}]
(0040,0001) AE [${step.aeTitle}]
(0040,0002) DA [${step.day}]
(0040,0003) TM [${step.time}]
(0040,0006) PN [Technik^Tom]
(0040,0007) LO [Head native]
(0040,0008) SQ
(fffe,e000) -
(0008,0100) SH [HEAD]
(0008,0102) SH [99B]
(0008,0104) LO [Schädel]
(fffe,e00d) -
(fffe,e0dd) -
(0040,0009) SH [${step.id}]
(0040,0010) SH [Room]
(fffe,e00d) -
(fffe,e0dd) -
`;

const alphabetic = (name: string) => ({ alphabetic: name, ideographic: '', phonetic: '' });
const toOrder = (step: Scheduled) => ({
  ...aStepOrder({
    accessionNumber: step.accession,
    referringPhysician: alphabetic('Weber^Ida'),
    patientName: alphabetic(step.name),
    patientId: step.patientId,
    patientWeightKg: 72.5,
    medicalAlerts: 'Pacemaker',
    allergies: 'Iodine',
    pregnancyStatus: 2,
    studyInstanceUid: `1.2.276.${step.id.slice(2)}`,
    requestingPhysician: alphabetic('Arzt^Otto'),
    requestedProcedureId: `RP-${step.id}`,
    performingPhysician: alphabetic('Technik^Tom'),
    stepDescription: 'Head native',
    stepId: step.id,
    stationName: 'Room',
    modality: step.modality,
    startDate: `${step.day.slice(0, 4)}-${step.day.slice(4, 6)}-${step.day.slice(6)}`,
    startTime: `${step.time.slice(0, 2)}:${step.time.slice(2, 4)}:00`,
  }),
  protocolCodes: [{ value: 'HEAD', scheme: '99B', meaning: 'Schädel' }],
  stationAeTitles: [step.aeTitle],
});

/** What a scanner asks back: every attribute that both sides can have. */
const RETURN_KEYS = [
  '0008,0050',
  '0008,0090',
  '0010,0010',
  '0010,0020',
  '0010,0030',
  '0010,0040',
  '0010,1030',
  '0010,2000',
  '0010,2110',
  '0020,000d',
  '0032,1032',
  '0032,1060',
  '0040,1001',
  '0040,1003',
  '0038,0010',
  '0010,21c0',
  ...[
    '0008,0060',
    '0040,0001',
    '0040,0002',
    '0040,0003',
    '0040,0006',
    '0040,0007',
    '0040,0009',
    '0040,0010',
  ].map((tag) => `(0040,0100)[0].${tag}`),
  ...['0008,0100', '0008,0102', '0008,0104'].map((tag) => `(0040,0100)[0].(0040,0008)[0].${tag}`),
];

const missing = explainMissing(['findscu', 'wlmscpfs', 'dump2dcm', 'dcmdump']);
if (missing !== null) console.warn(`The worklist cannot be compared here. ${missing}`);

describe.skipIf(missing !== null)('findscu -W asks Bucky and wlmscpfs for the same worklist', () => {
  const folder = aTemporaryFolder();
  let core: CoreProcess;
  let reference: ServerProgram;
  beforeAll(async () => {
    core = await aCore(folder.path);
    reference = await aWorklistServer(folder.path, STEPS.map(toDump));
    for (const step of STEPS) {
      const { mistakes } = await core.call('procedures.create', { order: toOrder(step) });
      expect(mistakes).toEqual([]);
    }
  });
  afterAll(async () => {
    await reference.stop();
    await core.stop();
    folder[Symbol.dispose]();
  });

  const ask = (port: number, keys: readonly string[]) => {
    const asked = new Set(keys.map((key) => key.split('=')[0]));
    return askWorklist(port, folder.path, [...RETURN_KEYS.filter((key) => !asked.has(key)), ...keys]);
  };

  it.each([
    { keys: [], count: 3, why: 'everything' },
    { keys: ['(0040,0100)[0].0008,0060=CT'], count: 2, why: 'a modality' },
    { keys: ['(0040,0100)[0].0040,0001=MR_1'], count: 1, why: 'a device' },
    { keys: ['(0040,0100)[0].0040,0002=20261124'], count: 2, why: 'a day' },
    { keys: ['(0040,0100)[0].0040,0002=20261125-'], count: 1, why: 'from a day on' },
    { keys: ['(0040,0100)[0].0040,0002=-20261124'], count: 2, why: 'up to a day' },
    { keys: ['(0040,0100)[0].0040,0003=0800-1000'], count: 2, why: 'hours' },
    {
      keys: ['(0040,0100)[0].0040,0002=20261124', '(0040,0100)[0].0040,0003=1200-'],
      count: 1,
      why: 'a day and hours',
    },
    { keys: ['0010,0010=Mus*'], count: 1, why: 'the start of a name' },
    { keys: ['0010,0010=M*'], count: 2, why: 'the start of two names' },
    { keys: ['0010,0020=K-2'], count: 1, why: 'a patient ID' },
    { keys: ['0008,0050=A-3'], count: 1, why: 'an accession number' },
    { keys: ['0040,1001=RP-S-2'], count: 1, why: 'a procedure' },
    { keys: ['0010,0020=NOBODY'], count: 0, why: 'a patient who is not there' },
  ])('for $why: $count', async ({ keys, count }) => {
    const ours = await ask(core.ready.dicomPort, keys);
    const theirs = await ask(reference.port, keys);
    expect(ours.answers).toHaveLength(count);
    expect(ours.answers).toEqual(theirs.answers);
  });

  it.each([
    { keys: ['0020,000d=1.2.276.1'], ids: ['S-1'], why: 'a study' },
    { keys: ['0010,0010=mu*'], ids: ['S-1', 'S-2'], why: 'a name without its case and its accents' },
    { keys: ['0010,0020=K-?'], ids: ['S-1', 'S-2', 'S-3'], why: 'one unknown character' },
  ])('and finds by $why, which wlmscpfs does not', async ({ keys, ids }) => {
    const { answers } = await ask(core.ready.dicomPort, keys);
    expect(answers.map((answer) => answer.find((line) => line.startsWith('(0040,0009)')))).toEqual(
      ids.map((id) => `(0040,0009) SH [${id}]`),
    );
  });

  it('and gets a name that Latin-1 cannot hold in UTF-8', async () => {
    const { row } = await core.call('procedures.create', {
      order: {
        ...toOrder(STEPS[0]!),
        stepId: 'S-9',
        patientId: 'K-9',
        patientName: alphabetic('Пример^Анна'),
      },
    });
    const { answers } = await ask(core.ready.dicomPort, ['0008,0005=ISO_IR 100', '0010,0020=K-9']);
    expect(answers[0]?.join('\n')).toContain('[Пример^Анна]');
    await core.call('procedures.remove', { stepKey: row?.stepKey ?? 0 });
  });

  it('and is told what is wrong with a day that there is not', async () => {
    const { answers, output } = await ask(core.ready.dicomPort, ['(0040,0100)[0].0040,0002=20261399']);
    expect(answers).toEqual([]);
    expect(output).toMatch(/DoesNotMatchSOPClass|A900/i);
  });
});
