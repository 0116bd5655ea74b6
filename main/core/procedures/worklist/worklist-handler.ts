import { setImmediate } from 'node:timers/promises';
import type { StationProcedures } from '../../catalog/station-procedures.ts';
import { characterSetOf } from '../../dicom/attribute-reader.ts';
import { characterEncoderFor, type CharacterEncoder } from '../../dicom/charset/text-encoder.ts';
import { DataSetWriter } from '../../dicom/data-set-writer.ts';
import type { DataSet } from '../../dicom/data-set.ts';
import type { ValueRange } from '../../dicom/matching/match-range.ts';
import { parseDataSet } from '../../dicom/parse-data-set.ts';
import { TAG } from '../../dicom/tag.ts';
import type { FindHandler, FindMatch, FindRequest, ServiceOutcome } from '../../shared/dimse-services.ts';
import type { Logger } from '../../shared/logger.ts';
import type { AssociationPeer } from '../../shared/store-handler.ts';
import { toWorklistElements } from './worklist-elements.ts';
import { hasUnsupportedKey, matchesKeys, pickAnswer, readKeys, type Key } from './worklist-matching.ts';

export interface WorklistHandlerParts {
  readonly procedures: StationProcedures;
  /** Most answers to one query; more end it with 0xA700. */
  readonly maxAnswers: number;
  /** Specific Character Set that was entered for a device; null when none was. */
  readonly characterSetFor: (peer: AssociationPeer) => string | null;
  readonly logger: Logger;
}

/** Statuses of C-FIND (PS3.4 Table K.4-1). */
const SUCCESS = 0x0000;
const PENDING = 0xff00;
const PENDING_WITHOUT_SOME_KEYS = 0xff01;
const CANCELLED = 0xfe00;
const OUT_OF_RESOURCES = 0xa700;
const IDENTIFIER_MISMATCH = 0xa900;
const UNABLE_TO_PROCESS = 0xc000;

/** The layer asks for groups of at most 50, so that a cancel takes hold between two. */
const GROUP_SIZE = 50;
/** Steps that are looked at for one query, over all days that it asks for. */
const MAX_STEPS = 100_000;

const STEP_SEQUENCE = 0x00400100;
const STATION_AE_TITLE = 0x00400001;
const START_DATE = 0x00400002;
const STEP_STATUS = 0x00400020;

/** Modality Worklist (PS3.4 Annex K): what is scheduled, as the device that asks wants it. */
export class WorklistHandler implements FindHandler {
  readonly #parts: WorklistHandlerParts;

  constructor(parts: WorklistHandlerParts) {
    this.#parts = parts;
  }

  async *find(request: FindRequest): AsyncGenerator<readonly FindMatch[], ServiceOutcome> {
    const identifier = parseDataSet(request.identifier, request.transferSyntaxUid);
    if (!identifier.ok) return { status: UNABLE_TO_PROCESS, errorComment: 'The identifier cannot be read' };
    const characterSet = characterSetOf(identifier.value);
    const keys = readKeys(identifier.value, characterSet, request.negotiation);
    if (!keys.ok) {
      return {
        status: IDENTIFIER_MISMATCH,
        errorComment: keys.error.reason,
        offendingElements: [keys.error.tag],
      };
    }
    const encoder = this.#encoderFor(request.peer, identifier.value);
    const writer = new DataSetWriter(request.transferSyntaxUid, { encoder });
    let group: FindMatch[] = [];
    let answerCount = 0;
    for (const elements of await this.#candidates(keys.value, request.peer)) {
      if (!matchesKeys(keys.value, elements, request.negotiation)) continue;
      if (answerCount >= this.#parts.maxAnswers) {
        if (group.length > 0) yield group;
        this.#parts.logger.warn(
          `A worklist query had more than ${this.#parts.maxAnswers} answers and was cut off.`,
        );
        return { status: OUT_OF_RESOURCES, errorComment: 'Too many answers: ask for a day or a device' };
      }
      answerCount += 1;
      const status = hasUnsupportedKey(keys.value, elements) ? PENDING_WITHOUT_SOME_KEYS : PENDING;
      group.push({ status, identifier: writer.encode(pickAnswer(keys.value, elements)) });
      if (group.length < GROUP_SIZE) continue;
      yield group;
      group = [];
      await setImmediate(); // so that a cancel that has come is seen
      if (request.signal.aborted) return { status: CANCELLED };
    }
    if (request.signal.aborted) return { status: CANCELLED };
    if (group.length > 0) yield group;
    return { status: SUCCESS };
  }

  /** Steps of the days that are asked for; finished ones only when the status is asked for. */
  async #candidates(keys: readonly Key[], peer: AssociationPeer) {
    const stepKeys = stepItemKeys(keys);
    const days = rangeOf(stepKeys, START_DATE);
    const { steps } = await this.#parts.procedures.listSteps({
      fromDate: days?.from ?? null,
      toDate: days?.to ?? null,
      isOpenOnly: !stepKeys.some((key) => key.tag === STEP_STATUS && key.kind === 'value'),
      text: '',
      limit: MAX_STEPS,
    });
    const asked = stepKeys.find((key) => key.tag === STATION_AE_TITLE);
    return steps.map((step) => toWorklistElements(step, anyStation(asked, peer)));
  }

  /** What was entered for the device, else what it wrote its question in; what that cannot hold goes out in UTF-8. */
  #encoderFor(peer: AssociationPeer, identifier: DataSet): CharacterEncoder {
    const entered = this.#parts.characterSetFor(peer);
    if (entered !== null) return characterEncoderFor(entered);
    const asked = identifier.elements.get(TAG.specificCharacterSet)?.value;
    return characterEncoderFor(asked?.toString('latin1').trim() ?? '');
  }
}

function stepItemKeys(keys: readonly Key[]): readonly Key[] {
  const sequence = keys.find((key) => key.tag === STEP_SEQUENCE);
  return sequence?.kind === 'items' ? (sequence.keys ?? []) : [];
}

function rangeOf(keys: readonly Key[], tag: number): ValueRange | undefined {
  const key = keys.find((candidate) => candidate.tag === tag);
  return key?.kind === 'value' ? key.range : undefined;
}

/** A step for any device is one for the device that asks: it is given the title that was asked for, else the caller's. */
function anyStation(asked: Key | undefined, peer: AssociationPeer): string {
  return asked?.kind === 'value' && asked.exact !== undefined ? asked.exact : peer.callingAeTitle;
}
