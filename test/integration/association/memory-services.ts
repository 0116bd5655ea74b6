import { DataSetWriter } from '../../../main/core/dicom/data-set-writer.ts';
import { parseDataSet } from '../../../main/core/dicom/parse-data-set.ts';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import type {
  DimseService,
  FindMatch,
  FindRequest,
  NormalizedOutcome,
  NormalizedRequest,
  RetrieveOutcome,
  RetrieveRequest,
  ServiceOutcome,
} from '../../../main/core/shared/dimse-services.ts';
import type { StoredObject } from './part10-object.ts';

export const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
export const STUDY_ROOT_MOVE = '1.2.840.10008.5.1.4.1.2.2.2';
export const STUDY_ROOT_GET = '1.2.840.10008.5.1.4.1.2.2.3';
export const PROCEDURE_STEP = '1.2.840.10008.3.1.2.3.3';
export const COMMITMENT = '1.2.840.10008.1.20.1';

const TAG = { level: 0x00080052, patientId: 0x00100020, studyUid: 0x0020000d };

/** An identifier that asks for studies. */
export function studyIdentifier(transferSyntaxUid: string, patientId = ''): Buffer {
  return new DataSetWriter(transferSyntaxUid).encode([
    { tag: TAG.level, vr: 'CS', value: 'STUDY' },
    { tag: TAG.patientId, vr: 'LO', value: patientId },
    { tag: TAG.studyUid, vr: 'UI', value: '' },
  ]);
}

export function patientIdIn(dataSet: Buffer, transferSyntaxUid: string): string {
  const parsed = parseDataSet(dataSet, transferSyntaxUid);
  const value = parsed.ok ? parsed.value.elements.get(TAG.patientId)?.value : null;
  return value?.toString('latin1').trim() ?? '';
}

/** What the association layer is to carry to and from, with nothing behind it but memory. */
export class MemoryServices {
  /** Answers of a query, by number. */
  matchCount = 3;
  groupSize = 50;
  objects: readonly StoredObject[] = [];
  /** Where a C-MOVE may send: AE title to port. */
  readonly destinations = new Map<string, number>();
  readonly finds: FindRequest[] = [];
  readonly retrieves: RetrieveRequest[] = [];
  readonly calls: NormalizedRequest[] = [];
  readonly wayBackStatuses: (number | null)[] = [];
  /** False for long runs: a request holds on to its association. */
  keepsRequests = true;
  groupsMade = 0;
  isGeneratorClosed = false;
  normalizedOutcome: NormalizedOutcome = { status: 0x0000 };
  /** Called in each operation; throws to break it. */
  whenAsked: () => Promise<void> | undefined = () => undefined;

  readonly list: readonly DimseService[] = [
    {
      sopClassUid: STUDY_ROOT_FIND,
      name: 'Study Root Query (FIND)',
      right: 'query',
      operations: ['C-FIND'],
      find: { find: (request) => this.#find(request) },
    },
    {
      sopClassUid: STUDY_ROOT_MOVE,
      name: 'Study Root Retrieve (MOVE)',
      right: 'retrieve',
      operations: ['C-MOVE'],
      retrieve: { retrieve: (request) => this.#retrieve(request) },
    },
    {
      sopClassUid: STUDY_ROOT_GET,
      name: 'Study Root Retrieve (GET)',
      right: 'retrieve',
      operations: ['C-GET'],
      retrieve: { retrieve: (request) => this.#retrieve(request) },
    },
    {
      sopClassUid: PROCEDURE_STEP,
      name: 'Modality Performed Procedure Step',
      right: 'procedure-step',
      operations: ['N-CREATE', 'N-SET'],
      normalized: { handle: (request) => this.#handle(request) },
    },
    {
      sopClassUid: COMMITMENT,
      name: 'Storage Commitment Push Model',
      right: 'commitment',
      operations: ['N-ACTION'],
      normalized: { handle: (request) => this.#handle(request) },
    },
  ];

  async *#find(request: FindRequest): AsyncGenerator<readonly FindMatch[], ServiceOutcome> {
    if (this.keepsRequests) this.finds.push(request);
    await this.whenAsked();
    const { transferSyntaxUid, signal } = request;
    const writer = new DataSetWriter(transferSyntaxUid);
    try {
      for (let first = 0; first < this.matchCount; first += this.groupSize) {
        if (signal.aborted) return { status: 0xfe00 };
        this.groupsMade += 1;
        const count = Math.min(this.groupSize, this.matchCount - first);
        yield Array.from({ length: count }, (_, index) => ({
          status: 0xff00,
          identifier: writer.encode([
            { tag: TAG.level, vr: 'CS', value: 'STUDY' },
            { tag: TAG.patientId, vr: 'LO', value: `P${first + index}` },
            { tag: TAG.studyUid, vr: 'UI', value: `1.2.3.${first + index}` },
          ]),
        }));
      }
      return { status: 0x0000 };
    } finally {
      this.isGeneratorClosed = true;
    }
  }

  async #retrieve(request: RetrieveRequest): Promise<RetrieveOutcome> {
    if (this.keepsRequests) this.retrieves.push(request);
    await this.whenAsked();
    const { wayBack, moveDestination, signal } = request;
    const failedSopInstanceUids: string[] = [];
    let completed = 0;
    const counts = () => ({
      remaining: this.objects.length - completed - failedSopInstanceUids.length,
      completed,
      failed: failedSopInstanceUids.length,
      warning: 0,
    });
    const send = wayBack
      ? async (object: StoredObject) => wayBack.store({ ...object, dataSet: inSlices(object) })
      : await this.#openDestination(moveDestination ?? '', request);
    if (send === null) return { status: 0xa801, counts: counts(), failedSopInstanceUids };
    const one = async (object: StoredObject) => {
      const isTaken =
        !wayBack || wayBack.transferSyntaxesFor(object.sopClassUid).includes(object.transferSyntaxUid);
      const status = isTaken ? await send(object) : null;
      if (wayBack) this.wayBackStatuses.push(status);
      if (status === 0x0000) completed += 1;
      else failedSopInstanceUids.push(object.sopInstanceUid);
      request.reportProgress(counts());
    };
    for (const object of this.objects) {
      if (signal.aborted) return { status: 0xfe00, counts: counts(), failedSopInstanceUids };
      await one(object);
    }
    const status = failedSopInstanceUids.length === 0 ? 0x0000 : 0xb000;
    return { status, counts: counts(), failedSopInstanceUids };
  }

  async #openDestination(aeTitle: string, { peer, messageId }: RetrieveRequest) {
    const port = this.destinations.get(aeTitle);
    const [first] = this.objects;
    if (port === undefined || !first) return null;
    const opened = await connectAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'BUCKY',
      calledAeTitle: aeTitle,
      contexts: [{ sopClassUid: first.sopClassUid, transferSyntaxUids: [first.transferSyntaxUid] }],
    });
    if (!opened.ok) return null;
    const moveOriginator = { aeTitle: peer.callingAeTitle, messageId };
    return async (object: StoredObject) => {
      const stored = await opened.value.store({ ...object, moveOriginator });
      if (object === this.objects.at(-1)) await opened.value.release();
      return stored.ok ? stored.value.status : null;
    };
  }

  async #handle(request: NormalizedRequest): Promise<NormalizedOutcome> {
    if (this.keepsRequests) this.calls.push(request);
    await this.whenAsked();
    return this.normalizedOutcome;
  }
}

async function* inSlices({ dataSet }: StoredObject): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < dataSet.length; offset += 65_536)
    yield dataSet.subarray(offset, offset + 65_536);
}
