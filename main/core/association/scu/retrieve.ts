import { parseDataSet } from '../../dicom/parse-data-set.ts';
import type { SubOperationCounts } from '../../shared/dimse-services.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { COMMAND_FIELD } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT } from '../dimse/command-set.ts';
import type { DimseResponse } from '../dimse/exchange.ts';
import { encodeQueryRequest, PRIORITY } from '../dimse/request.ts';
import { countsOf } from '../dimse/sub-operation-counts.ts';
import { notAgreed, type AssociationError } from './association-error.ts';
import type { Query } from './find.ts';
import type { ScuLink } from './scu-link.ts';

export interface GetQuery extends Query {
  /** Called for each pending response; peers need not send any. */
  readonly onProgress?: (counts: SubOperationCounts) => void;
}

export interface MoveQuery extends GetQuery {
  /** AE title, by which the peer has to know an address. */
  readonly destination: string;
}

export interface RetrieveEnd {
  /** DIMSE status of the final response. */
  readonly status: number;
  readonly errorComment: string;
  /** As the peer counts. */
  readonly counts: SubOperationCounts;
  /** Those that the peer says could not be sent; a peer need not say. */
  readonly failedSopInstanceUids: readonly string[];
}

/** Failed SOP Instance UID List. */
const FAILED_SOP_INSTANCE_UID_LIST = 0x0008_0058;

export function move(link: ScuLink, query: MoveQuery): Promise<Result<RetrieveEnd, AssociationError>> {
  return retrieve(link, query, COMMAND_FIELD.moveRequest, query.destination);
}

export function get(link: ScuLink, query: GetQuery): Promise<Result<RetrieveEnd, AssociationError>> {
  return retrieve(link, query, COMMAND_FIELD.getRequest);
}

async function retrieve(
  link: ScuLink,
  query: GetQuery,
  commandField: number,
  moveDestination?: string,
): Promise<Result<RetrieveEnd, AssociationError>> {
  const context = link.findContext(query.sopClassUid);
  if (!context) return err(notAgreed(link.options, 'this kind of retrieval'));
  const command = {
    commandField,
    sopClassUid: query.sopClassUid,
    priority: query.priority ?? PRIORITY.medium,
    ...(moveDestination === undefined ? {} : { moveDestination }),
  };
  const exchange = link.invoke({
    contextId: context.id,
    commandField,
    encode: (messageId) => encodeQueryRequest(messageId, command),
    dataSet: query.encode(context.transferSyntax),
    responseTimeoutMs: link.timeouts.retrieveMs,
    onPending: (response) => {
      query.onProgress?.(countsOf(response.command));
      return undefined;
    },
  });
  const cancel = () => {
    exchange.cancel();
  };
  query.signal?.addEventListener('abort', cancel);
  if (query.signal?.aborted) cancel();
  const outcome = await exchange.outcome;
  query.signal?.removeEventListener('abort', cancel);
  return outcome.ok ? ok(toEnd(outcome.value, context.transferSyntax)) : outcome;
}

function toEnd({ status, command, dataSet }: DimseResponse, transferSyntaxUid: string): RetrieveEnd {
  return {
    status,
    errorComment: command.text(COMMAND_ELEMENT.errorComment),
    counts: countsOf(command),
    failedSopInstanceUids: dataSet ? readFailedInstances(dataSet, transferSyntaxUid) : [],
  };
}

function readFailedInstances(dataSet: Buffer, transferSyntaxUid: string): readonly string[] {
  const parsed = parseDataSet(dataSet, transferSyntaxUid);
  const value = parsed.ok ? parsed.value.elements.get(FAILED_SOP_INSTANCE_UID_LIST)?.value : null;
  const text = value?.toString('latin1') ?? '';
  return text
    .split('\\')
    .map((uid) => uid.replaceAll(/[\0 ]/g, ''))
    .filter((uid) => uid !== '');
}
