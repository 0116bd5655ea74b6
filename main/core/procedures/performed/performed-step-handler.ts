import type { PerformedStep } from '../../catalog/station-procedures-model.ts';
import type { StationProcedures } from '../../catalog/station-procedures.ts';
import type { PerformedChange } from '../../catalog/station-procedures-performed.ts';
import { encodeDataSet, type WritableElement } from '../../dicom/data-set-writer.ts';
import type { DataSet } from '../../dicom/data-set.ts';
import { makeUid } from '../../dicom/make-uid.ts';
import { parseDataSet } from '../../dicom/parse-data-set.ts';
import { toWritable } from '../../dicom/to-writable.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../dicom/transfer-syntax.ts';
import type { NormalizedHandler, NormalizedOutcome, NormalizedRequest } from '../../shared/dimse-services.ts';
import { toLogId } from '../../shared/log-id.ts';
import type { Logger } from '../../shared/logger.ts';
import { findPerformedSteps } from './find-performed-steps.ts';
import {
  findMissingAttribute,
  FIXED_TAGS,
  hasStatus,
  readPerformedAttributes,
  STATUS_TAG,
} from './performed-attributes.ts';

export const PERFORMED_STEP_SOP_CLASS = '1.2.840.10008.3.1.2.3.3';
export const PERFORMED_STEP_RETRIEVE_SOP_CLASS = '1.2.840.10008.3.1.2.3.4';

export interface PerformedStepHandlerParts {
  readonly procedures: StationProcedures;
  readonly nowMs: () => number;
  /** After the write is durable; must not throw. */
  readonly onChanged: (change: PerformedChange) => void;
  readonly logger: Logger;
}

/** Statuses of the normalized services (PS3.7 Annex C). */
const STATUS = {
  success: 0x0000,
  invalidValue: 0x0106,
  processingFailure: 0x0110,
  duplicateInstance: 0x0111,
  noSuchInstance: 0x0112,
  invalidInstance: 0x0117,
  missingAttribute: 0x0120,
  missingValue: 0x0121,
  unrecognizedOperation: 0x0211,
} as const;

/** PS3.5 section 9.1, and a little more for careless devices. */
const UID = /^[\d.]{1,128}$/;
const FINAL_COMMENT = 'Performed step has ended and may no longer be updated';

/** Modality Performed Procedure Step (PS3.4 section F.7), and its retrieval (section F.8). */
export class PerformedStepHandler implements NormalizedHandler {
  readonly #parts: PerformedStepHandlerParts;
  /** One after the other: an N-SET reads what it changes. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: PerformedStepHandlerParts) {
    this.#parts = parts;
  }

  handle(request: NormalizedRequest): Promise<NormalizedOutcome> {
    const outcome = this.#turn.then(() => this.#answer(request));
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  #answer(request: NormalizedRequest): NormalizedOutcome | Promise<NormalizedOutcome> {
    if (request.operation === 'get') return this.#get(request);
    const isPerformed = request.sopClassUid === PERFORMED_STEP_SOP_CLASS;
    if (isPerformed && request.operation === 'create') return this.#create(request);
    if (isPerformed && request.operation === 'set') return this.#set(request);
    return refuse(STATUS.unrecognizedOperation, 'This service does not know that operation');
  }

  async #create(request: NormalizedRequest): Promise<NormalizedOutcome> {
    const sopInstanceUid = request.sopInstanceUid === '' ? makeUid() : request.sopInstanceUid;
    if (!UID.test(sopInstanceUid)) return refuse(STATUS.invalidInstance, 'SOP Instance UID is malformed');
    if ((await this.#parts.procedures.performed.find(sopInstanceUid)) !== null)
      return duplicate(sopInstanceUid);
    const dataSet = read(request);
    if (dataSet === null) return refuse(STATUS.processingFailure, 'The data set cannot be read');
    const missing = findMissingAttribute(dataSet);
    if (missing) {
      const status = missing.isEmpty ? STATUS.missingValue : STATUS.missingAttribute;
      return refuse(status, `${missing.name} is ${missing.isEmpty ? 'empty' : 'missing'}`, [missing.tag]);
    }
    const attributes = readPerformedAttributes(dataSet);
    if (attributes.status !== 'in-progress') {
      return refuse(STATUS.invalidValue, 'A new performed step must be IN PROGRESS', [STATUS_TAG]);
    }
    const steps = await findPerformedSteps(this.#parts.procedures, attributes.references);
    const atMs = this.#parts.nowMs();
    const change = await this.#parts.procedures.performed.add({
      sopInstanceUid,
      status: attributes.status,
      stepKeys: steps.map((step) => step.stepKey),
      studyInstanceUids: [...new Set(attributes.references.map(({ studyInstanceUid }) => studyInstanceUid))],
      announcedInstanceUids: attributes.announcedInstanceUids,
      dataSet: encodeDataSet(toWritable(dataSet), EXPLICIT_VR_LITTLE_ENDIAN),
      callingAeTitle: request.peer.callingAeTitle,
      createdAtMs: atMs,
      changedAtMs: atMs,
    });
    if (change === null) return duplicate(sopInstanceUid);
    this.#parts.logger.info(
      steps.length > 0
        ? `${request.peer.callingAeTitle} has begun ${steps.length === 1 ? 'a scheduled step' : `${steps.length} scheduled steps`}.`
        : `${request.peer.callingAeTitle} has begun an examination that nobody scheduled here.`,
      { performedStep: toLogId(sopInstanceUid) },
    );
    this.#parts.onChanged(change);
    return { status: STATUS.success, ...(request.sopInstanceUid === '' && { sopInstanceUid }) };
  }

  async #set(request: NormalizedRequest): Promise<NormalizedOutcome> {
    const known = await this.#parts.procedures.performed.find(request.sopInstanceUid);
    if (known === null) return refuse(STATUS.noSuchInstance, 'This performed step was never begun here');
    if (known.status !== 'in-progress') return refuse(STATUS.processingFailure, FINAL_COMMENT);
    const dataSet = read(request);
    if (dataSet === null) return refuse(STATUS.processingFailure, 'The data set cannot be read');
    const changes = readPerformedAttributes(dataSet);
    if (hasStatus(dataSet) && changes.status === null) {
      return refuse(STATUS.invalidValue, 'Status is none that a performed step can have', [STATUS_TAG]);
    }
    const merged = encodeDataSet(
      merge(toElements(known.dataSet), toWritable(dataSet)),
      EXPLICIT_VR_LITTLE_ENDIAN,
    );
    const whole = parseDataSet(merged, EXPLICIT_VR_LITTLE_ENDIAN);
    if (!whole.ok) throw new Error('A data set that was just written cannot be read');
    const attributes = readPerformedAttributes(whole.value);
    const next: PerformedStep = {
      ...known,
      status: attributes.status ?? known.status,
      announcedInstanceUids: attributes.announcedInstanceUids,
      dataSet: merged,
      changedAtMs: this.#parts.nowMs(),
    };
    const change = await this.#parts.procedures.performed.replace(next);
    if (next.status !== known.status) {
      this.#parts.logger.info(`${request.peer.callingAeTitle} says that its step is ${next.status}.`, {
        performedStep: toLogId(known.sopInstanceUid),
        announcedInstances: next.announcedInstanceUids.length,
      });
    }
    this.#parts.onChanged(change);
    return { status: STATUS.success };
  }

  async #get(request: NormalizedRequest): Promise<NormalizedOutcome> {
    const known = await this.#parts.procedures.performed.find(request.sopInstanceUid);
    if (known === null) return refuse(STATUS.noSuchInstance, 'This performed step was never begun here');
    return {
      status: STATUS.success,
      dataSet: encodeDataSet(toElements(known.dataSet), request.transferSyntaxUid),
    };
  }
}

function read(request: NormalizedRequest): DataSet | null {
  if (request.dataSet === null) return null;
  const parsed = parseDataSet(request.dataSet, request.transferSyntaxUid);
  return parsed.ok ? parsed.value : null;
}

/** Of bytes that this handler kept. */
function toElements(dataSet: Buffer): WritableElement[] {
  const parsed = parseDataSet(dataSet, EXPLICIT_VR_LITTLE_ENDIAN);
  if (!parsed.ok) throw new Error(`A kept performed step cannot be read: ${parsed.error.kind}`);
  return toWritable(parsed.value);
}

/** Newer elements replace older ones whole, sequences too (PS3.4 section F.7.2.2.2). */
function merge(old: readonly WritableElement[], changes: readonly WritableElement[]): WritableElement[] {
  const merged = new Map(old.map((element) => [element.tag, element]));
  for (const element of changes) {
    if (!FIXED_TAGS.has(element.tag) || !merged.has(element.tag)) merged.set(element.tag, element);
  }
  return [...merged.values()];
}

function duplicate(sopInstanceUid: string): NormalizedOutcome {
  return {
    status: STATUS.duplicateInstance,
    errorComment: 'This performed step has begun already',
    sopInstanceUid,
  };
}

function refuse(
  status: number,
  errorComment: string,
  offendingElements: readonly number[] = [],
): NormalizedOutcome {
  return { status, errorComment, ...(offendingElements.length > 0 && { offendingElements }) };
}
