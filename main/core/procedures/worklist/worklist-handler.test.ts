import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aStepOrder } from '../../../../test/support/step-order.ts';
import { aMemoryFolder } from '../../../../test/support/temporary-folder.ts';
import { Catalog } from '../../catalog/catalog.ts';
import type { StepOrder } from '../../catalog/station-procedures-model.ts';
import { AttributeReader, toPersonName } from '../../dicom/attribute-reader.ts';
import { encodeDataSet, type WritableElement } from '../../dicom/data-set-writer.ts';
import { parseDataSet } from '../../dicom/parse-data-set.ts';
import type { FindRequest, ServiceOutcome } from '../../shared/dimse-services.ts';
import { silentLogger } from '../../shared/logger.ts';
import { WorklistHandler } from './worklist-handler.ts';

const EXPLICIT_LE = '1.2.840.10008.1.2.1';
const PLAIN = { isRelational: false, isDateTimeCombined: false, isFuzzy: false, isTimezoneAdjusted: false };
const text = (tag: number, vr: string, value = ''): WritableElement => ({ tag, vr, value });
const stepKeys = (...keys: WritableElement[]): WritableElement => ({
  tag: 0x00400100,
  vr: 'SQ',
  items: [keys],
});
const STEP_ID = text(0x00400009, 'SH');
const NAME = 0x00100010;

describe('a device asks for its worklist', { timeout: 30_000 }, () => {
  let folder: ReturnType<typeof aMemoryFolder>;
  let catalog: Catalog;
  beforeEach(async () => {
    folder = aMemoryFolder();
    catalog = await Catalog.open({ dataDir: folder.path, logger: silentLogger });
  });
  afterEach(async () => {
    await catalog.close();
    folder[Symbol.dispose]();
  });

  const schedule = (...orders: StepOrder[]) =>
    catalog.station.procedures.addSteps(orders, { source: 'person', atMs: 1 });

  interface Asked {
    readonly answers: readonly { readonly status: number; readonly reader: AttributeReader }[];
    readonly outcome: ServiceOutcome;
    readonly groupSizes: readonly number[];
  }
  async function ask(
    elements: readonly WritableElement[],
    options: Partial<FindRequest> & { maxAnswers?: number; characterSet?: string; onGroup?: () => void } = {},
  ): Promise<Asked> {
    const handler = new WorklistHandler({
      procedures: catalog.station.procedures,
      maxAnswers: options.maxAnswers ?? 1_000,
      characterSetFor: () => options.characterSet ?? null,
      logger: silentLogger,
    });
    const answering = handler.find({
      peer: {
        associationId: 1,
        callingAeTitle: 'CT_1',
        calledAeTitle: 'BUCKY',
        address: '127.0.0.1',
        implementationClassUid: null,
        implementationVersionName: null,
      },
      sopClassUid: '1.2.840.10008.5.1.4.31',
      identifier: encodeDataSet(elements, EXPLICIT_LE),
      transferSyntaxUid: EXPLICIT_LE,
      negotiation: PLAIN,
      signal: new AbortController().signal,
      ...options,
    });
    const answers = [];
    const groupSizes = [];
    for (;;) {
      const next = await answering.next();
      if (next.done === true) return { answers, outcome: next.value, groupSizes };
      groupSizes.push(next.value.length);
      for (const { status, identifier } of next.value) {
        const parsed = parseDataSet(identifier, EXPLICIT_LE);
        if (!parsed.ok) throw new Error(parsed.error.kind);
        answers.push({ status, reader: new AttributeReader(parsed.value) });
      }
      options.onGroup?.();
    }
  }
  const ids = ({ answers }: Asked) =>
    answers.map(({ reader }) => reader.items(0x00400100)[0]?.text(0x00400009));

  it('gets every key that it names and no other, empty where nobody said', async () => {
    await schedule(aStepOrder({ protocolCodes: [{ value: 'HEAD', scheme: '99B', meaning: 'Head' }] }));
    const { answers, outcome } = await ask([
      text(NAME, 'PN'),
      text(0x00102110, 'LO'),
      stepKeys(text(0x00400002, 'DA'), text(0x00400001, 'AE'), { tag: 0x00400008, vr: 'SQ', items: [] }),
    ]);
    expect(outcome).toEqual({ status: 0x0000 });
    const [answer] = answers;
    expect(answer?.status).toBe(0xff00);
    expect(answer?.reader.personName(NAME).alphabetic).toBe('Muster^Berta');
    expect(answer?.reader.text(0x00102110)).toBe('');
    expect(answer?.reader.text(0x00100020)).toBe('');
    const [step] = answer?.reader.items(0x00400100) ?? [];
    expect(step?.code(0x00400002)).toBe('20261124');
    expect(step?.code(0x00400001)).toBe('CT_1');
    expect(step?.items(0x00400008)[0]?.text(0x00080100)).toBe('HEAD');
  });

  it.each<{ keys: WritableElement[]; finds: string[]; why: string }>([
    { keys: [stepKeys(STEP_ID, text(0x00400001, 'AE', 'CT_1'))], finds: ['any', 'ct'], why: 'its AE title' },
    { keys: [stepKeys(STEP_ID, text(0x00080060, 'CS', 'MR'))], finds: ['mr'], why: 'a modality' },
    { keys: [stepKeys(STEP_ID, text(0x00400002, 'DA', '20261125-'))], finds: ['mr'], why: 'from a day on' },
    { keys: [stepKeys(STEP_ID, text(0x00400003, 'TM', '0700-0800'))], finds: ['any'], why: 'a time of day' },
    { keys: [text(NAME, 'PN', 'MÜLL*'), stepKeys(STEP_ID)], finds: [], why: 'a name that nobody has' },
    { keys: [text(NAME, 'PN', 'probe*'), stepKeys(STEP_ID)], finds: ['mr'], why: 'a name in another case' },
    {
      keys: [text(0x00100020, 'LO', 'K-?'), stepKeys(STEP_ID)],
      finds: ['any', 'ct', 'mr'],
      why: 'a wildcard',
    },
    { keys: [text(0x00080050, 'SH', 'A-3'), stepKeys(STEP_ID)], finds: ['mr'], why: 'an accession number' },
    {
      keys: [text(0x0020000d, 'UI', '1.9\\1.2.3'), stepKeys(STEP_ID)],
      finds: ['any', 'ct', 'mr'],
      why: 'UIDs',
    },
    {
      keys: [stepKeys(STEP_ID, text(0x00400020, 'CS', 'DEPARTED'))],
      finds: ['gone'],
      why: 'finished ones, on request',
    },
  ])('finds by $why', async ({ keys, finds }) => {
    await schedule(
      aStepOrder({ stepId: 'any', stationAeTitles: [], startTime: '07:15:00' }),
      aStepOrder({ stepId: 'ct' }),
      aStepOrder({
        stepId: 'mr',
        modality: 'MR',
        stationAeTitles: ['MR_1'],
        startDate: '2026-11-25',
        accessionNumber: 'A-3',
        patientName: toPersonName('Probe^Anna'),
        patientId: 'K-3',
      }),
      aStepOrder({ stepId: 'gone' }),
    );
    await catalog.station.procedures.setStatus(4, 'completed', 2);
    expect(ids(await ask([text(0x00100020, 'LO'), ...keys]))).toEqual(finds);
  });

  it('reads the two ends of a night shift as one range once that was agreed', async () => {
    await schedule(
      aStepOrder({ stepId: 'evening', startTime: '20:00:00' }),
      aStepOrder({ stepId: 'noon', startTime: '12:00:00' }),
      aStepOrder({ stepId: 'next noon', startDate: '2026-11-25', startTime: '12:00:00' }),
    );
    const keys = [
      stepKeys(STEP_ID, text(0x00400002, 'DA', '20261124-20261125'), text(0x00400003, 'TM', '1800-1300')),
    ];
    expect(ids(await ask(keys, { negotiation: { ...PLAIN, isDateTimeCombined: true } }))).toEqual([
      'evening',
      'next noon',
    ]);
    expect(ids(await ask(keys))).toEqual([]);
  });

  it('says which keys it did not use', async () => {
    await schedule(aStepOrder());
    const { answers } = await ask([text(0x00102203, 'CS', 'YES'), stepKeys(STEP_ID)]);
    expect(answers[0]?.status).toBe(0xff01);
    expect(answers[0]?.reader.code(0x00102203)).toBe('');
  });

  it('writes in the set of the device where that holds the text, else in UTF-8, never with a question mark', async () => {
    await schedule(
      aStepOrder({ patientName: toPersonName('Müller^Jörg') }),
      aStepOrder({ stepId: '2', patientName: toPersonName('Пример^Анна') }),
    );
    const { answers } = await ask([text(NAME, 'PN')], { characterSet: 'ISO_IR 100' });
    expect(
      answers.map(({ reader }) => [reader.code(0x00080005), reader.personName(NAME).alphabetic]),
    ).toEqual([
      ['ISO_IR 100', 'Müller^Jörg'],
      ['ISO_IR 192', 'Пример^Анна'],
    ]);
  });

  it('ends with Out of Resources behind as many answers as are allowed', async () => {
    await schedule(...[1, 2, 3].map((each) => aStepOrder({ stepId: String(each) })));
    const { answers, outcome } = await ask([stepKeys(STEP_ID)], { maxAnswers: 2 });
    expect(answers).toHaveLength(2);
    expect(outcome.status).toBe(0xa700);
  });

  it('stops between two groups of 50 when the device cancels', async () => {
    await schedule(...Array.from({ length: 120 }, (_, each) => aStepOrder({ stepId: String(each) })));
    const cancel = new AbortController();
    const { outcome, groupSizes } = await ask([stepKeys(STEP_ID)], {
      signal: cancel.signal,
      onGroup: () => cancel.abort(),
    });
    expect(groupSizes).toEqual([50]);
    expect(outcome.status).toBe(0xfe00);
  });

  it.each([
    { element: text(0x00400002, 'DA', '20261399'), tag: 0x00400002 },
    { element: text(0x00400003, 'TM', 'noon'), tag: 0x00400003 },
  ])('refuses a malformed key and names it', async ({ element, tag }) => {
    const { outcome } = await ask([stepKeys(element)]);
    expect(outcome).toMatchObject({ status: 0xa900, offendingElements: [tag] });
  });

  it('refuses bytes that are no data set', async () => {
    const { outcome } = await ask([], { identifier: Buffer.from('no data set at all') });
    expect(outcome.status).toBe(0xc000);
  });
});
