import type { FindQueries } from '../catalog/queries/find-queries.ts';
import { characterEncoderFor } from '../dicom/charset/text-encoder.ts';
import { DataSetWriter, type WritableElement } from '../dicom/data-set-writer.ts';
import { parseDataSet } from '../dicom/parse-data-set.ts';
import type { FindHandler, FindMatch, FindRequest, ServiceOutcome } from '../shared/dimse-services.ts';
import type { Logger } from '../shared/logger.ts';
import { err, type Result } from '../shared/result.ts';
import { columnReaders } from './column-values.ts';
import { parseQuery } from './parse-query.ts';
import type { QueryFault } from './query-fault.ts';
import type { QueryRoot } from './query-level.ts';
import type { QueryPlan } from './query-plan.ts';
import type { Subject } from './subject.ts';
import { SubjectFinder } from './subject-finder.ts';
import { TurnTaker } from './turn-taker.ts';

export interface QueryParts {
  /** Asked anew with each query. */
  readonly find: () => FindQueries;
  /** AE title of this station, as it is called now. */
  readonly aeTitle: () => string;
  /** Most answers to one query; 0 for no limit. */
  readonly maxResults: () => number;
  readonly logger: Logger;
}

const SUCCESS = 0x0000;
const PENDING = 0xff00;
const PENDING_WITH_UNUSED_KEYS = 0xff01;
const CANCELLED = 0xfe00;
const OUT_OF_RESOURCES = 0xa700;
const UNABLE_TO_PROCESS = 0xc000;
/** Answers that go out together. */
const GROUP_SIZE = 50;
const TIMEZONE_OFFSET = 0x00080201;

/** Answers C-FIND of one information model (PS3.4 section C.4.1). */
export function createFindHandler(root: QueryRoot, parts: QueryParts): FindHandler {
  return {
    async *find(request) {
      try {
        return yield* answer(root, parts, request);
      } catch (error) {
        parts.logger.error('A query could not be answered because of a fault inside Bucky.', {
          associationId: request.peer.associationId,
          err: error,
        });
        return { status: UNABLE_TO_PROCESS, errorComment: 'A fault inside the archive' };
      }
    },
  };
}

async function* answer(
  root: QueryRoot,
  parts: QueryParts,
  request: FindRequest,
): AsyncGenerator<readonly FindMatch[], ServiceOutcome> {
  const { signal, peer } = request;
  const plan = readPlan(root, parts, request);
  if (!plan.ok) return refuse(parts, request, plan.error);
  const { status, toIdentifier } = prepareAnswers(plan.value, parts, request);
  const maxResults = parts.maxResults();
  let group: FindMatch[] = [];
  let count = 0;
  const turns = new TurnTaker();
  for await (const subject of new SubjectFinder(parts.find(), plan.value, turns).find()) {
    if (signal.aborted) return { status: CANCELLED };
    if (maxResults > 0 && count === maxResults) {
      if (group.length > 0) yield group;
      parts.logger.warn(
        `${peer.callingAeTitle} asked for more than the ${maxResults} answers that the settings allow.`,
        { associationId: peer.associationId },
      );
      return { status: OUT_OF_RESOURCES, errorComment: `More than ${maxResults} answers: narrow the query` };
    }
    count += 1;
    group.push({ status, identifier: toIdentifier(subject) });
    if (group.length === GROUP_SIZE) {
      yield group;
      group = [];
      await turns.giveWay();
    }
  }
  if (signal.aborted) return { status: CANCELLED };
  if (group.length > 0) yield group;
  return { status: SUCCESS };
}

function readPlan(
  root: QueryRoot,
  parts: QueryParts,
  { identifier, transferSyntaxUid, negotiation }: FindRequest,
): Result<QueryPlan, QueryFault> {
  const parsed = parseDataSet(identifier, transferSyntaxUid);
  if (!parsed.ok) {
    const isTooLarge = parsed.error.kind === 'header-too-large';
    const status = isTooLarge ? OUT_OF_RESOURCES : UNABLE_TO_PROCESS;
    return err({ status, message: `The identifier cannot be read. ${parsed.error.detail}`, tags: [] });
  }
  const columns = columnReaders({ rows: () => parts.find().rows, aeTitle: parts.aeTitle });
  const plan = parseQuery(parsed.value, { root, negotiation, columns });
  return plan;
}

function refuse(parts: QueryParts, { peer }: FindRequest, fault: QueryFault): ServiceOutcome {
  parts.logger.warn(`A query of ${peer.callingAeTitle} was refused. ${fault.message}.`, {
    associationId: peer.associationId,
    status: fault.status,
  });
  return { status: fault.status, errorComment: fault.message, offendingElements: fault.tags };
}

function prepareAnswers(
  plan: QueryPlan,
  parts: QueryParts,
  request: FindRequest,
): { readonly status: number; readonly toIdentifier: (subject: Subject) => Buffer } {
  const writer = new DataSetWriter(request.transferSyntaxUid, {
    encoder: characterEncoderFor(plan.characterSet),
  });
  const fixed: WritableElement[] = [
    { tag: 0x00080052, vr: 'CS', value: plan.level },
    { tag: 0x00080054, vr: 'AE', value: parts.aeTitle() },
  ];
  if (plan.timezoneOffset !== null)
    fixed.push({ tag: TIMEZONE_OFFSET, vr: 'SH', value: plan.timezoneOffset });
  const writers = [
    ...fixed.map((element) => ({ tag: element.tag, write: () => element })),
    ...plan.keys.flatMap(({ tag, write }) => (write === null ? [] : { tag, write })),
  ].sort((a, b) => a.tag - b.tag);
  return {
    status: plan.hasUnusedKeys ? PENDING_WITH_UNUSED_KEYS : PENDING,
    toIdentifier: (subject) => writer.encode(writers.map(({ write }) => write(subject))),
  };
}
