import { rightFor, type ContextUse } from '../../acse/accepted-context.ts';
import { COMMAND_FIELD } from '../../dimse/command-field.ts';
import { COMMAND_ELEMENT } from '../../dimse/command-set.ts';
import type { ResponseFields } from '../../dimse/response.ts';
import type { Operation, ServedRequest } from '../../dimse/served-request.ts';
import { DIMSE_STATUS } from '../../dimse/status.ts';
import { FindOperation } from './find-operation.ts';
import { NORMALIZED_KINDS, NormalizedOperation } from './normalized-operation.ts';
import type { OperationHost } from './operation-host.ts';
import { PlainAnswer } from './plain-answer.ts';
import { RetrieveOperation } from './retrieve-operation.ts';
import { startStore } from './start-store.ts';

type Service = Extract<ContextUse, { kind: 'service' }>;

/** Finds what serves a request, or answers why nothing does. */
export function startOperation(request: ServedRequest, host: OperationHost): Operation {
  const { use, isPeerScu } = request.context;
  const field = request.command.uint16(COMMAND_ELEMENT.commandField) ?? 0;
  // An event report comes from the SCP of its class (PS3.7 section 10.1.1); everything else is asked by the SCU.
  const isItsRole = field === COMMAND_FIELD.eventReportRequest || isPeerScu;
  if (use === null || !isItsRole) return refuse(request, DIMSE_STATUS.sopClassNotSupported);
  if (!host.isAllowed(rightFor(use))) {
    const errorComment = 'This station does not allow it to you';
    return new PlainAnswer(request, { status: DIMSE_STATUS.notAuthorized, errorComment });
  }
  if (field === COMMAND_FIELD.echoRequest) return echo(request, host);
  if (field === COMMAND_FIELD.storeRequest) {
    return use.kind === 'storage' && host.storeHandler
      ? startStore(request, host, host.storeHandler)
      : refuse(request, DIMSE_STATUS.sopClassNotSupported);
  }
  const operation = use.kind === 'service' ? startService(field, request, host, use) : null;
  return operation ?? refuse(request, DIMSE_STATUS.unrecognizedOperation);
}

/** @returns null when the service does not know the operation */
function startService(
  field: number,
  request: ServedRequest,
  host: OperationHost,
  use: Service,
): Operation | null {
  const { find, retrieve, normalized } = use.service;
  const isFind = field === COMMAND_FIELD.findRequest;
  const isRetrieve = field === COMMAND_FIELD.moveRequest || field === COMMAND_FIELD.getRequest;
  const asked = request.command.text(COMMAND_ELEMENT.affectedSopClassUid);
  if ((isFind || isRetrieve) && asked !== '' && asked !== request.context.abstractSyntax) {
    return refuse(request, DIMSE_STATUS.sopClassNotSupported);
  }
  if (isFind) return find ? new FindOperation(request, host, use, find) : null;
  if (isRetrieve) return retrieve ? new RetrieveOperation(request, host, use, retrieve) : null;
  const kind = NORMALIZED_KINDS[field];
  return kind && normalized
    ? new NormalizedOperation(request, host, use, { kind, handler: normalized })
    : null;
}

function echo(request: ServedRequest, host: OperationHost): Operation {
  const answer = new PlainAnswer(request, { status: DIMSE_STATUS.success });
  host.onEchoed();
  return answer;
}

function refuse(request: ServedRequest, status: ResponseFields['status']): Operation {
  return new PlainAnswer(request, { status });
}
