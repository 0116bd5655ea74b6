import { err, ok, type Result } from '../../shared/result.ts';
import { COMMAND_FIELD } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT } from '../dimse/command-set.ts';
import { encodeNormalizedRequest } from '../dimse/request.ts';
import { notAgreed, type AssociationError } from './association-error.ts';
import type { ScuLink } from './scu-link.ts';

/** An N-operation on a managed instance (PS3.7 chapter 10). */
export interface NormalizedCall {
  readonly operation: 'create' | 'set' | 'get' | 'action' | 'delete';
  readonly sopClassUid: string;
  /** Empty for an N-CREATE that leaves the choice to the peer. */
  readonly sopInstanceUid: string;
  /** With an N-ACTION. */
  readonly actionTypeId?: number;
  /** With an N-GET; all attributes when absent. */
  readonly attributeTags?: readonly number[];
  /** The data set, in the transfer syntax that the peer chose; none when absent. */
  readonly encode?: (transferSyntaxUid: string) => Buffer;
}

export interface NormalizedResponse {
  /** DIMSE status, unsigned 16 bit. */
  readonly status: number;
  readonly errorComment: string;
  /** As the peer names it; the request's when it names none. */
  readonly sopInstanceUid: string;
  readonly dataSet: Buffer | null;
  readonly transferSyntaxUid: string;
}

const FIELDS = {
  create: COMMAND_FIELD.createRequest,
  set: COMMAND_FIELD.setRequest,
  get: COMMAND_FIELD.normalizedGetRequest,
  action: COMMAND_FIELD.actionRequest,
  delete: COMMAND_FIELD.deleteRequest,
} as const;

export async function request(
  link: ScuLink,
  call: NormalizedCall,
): Promise<Result<NormalizedResponse, AssociationError>> {
  const { sopClassUid, sopInstanceUid, actionTypeId, attributeTags } = call;
  const context = link.findContext(sopClassUid);
  if (!context) return err(notAgreed(link.options, 'this service'));
  const commandField = FIELDS[call.operation];
  const dataSet = call.encode?.(context.transferSyntax) ?? null;
  const { outcome } = link.invoke({
    contextId: context.id,
    commandField,
    encode: (messageId) =>
      encodeNormalizedRequest(messageId, {
        commandField,
        sopClassUid,
        sopInstanceUid,
        hasDataSet: dataSet !== null,
        ...(actionTypeId === undefined ? {} : { actionTypeId }),
        ...(attributeTags === undefined ? {} : { attributeTags }),
      }),
    dataSet,
    responseTimeoutMs: link.timeouts.responseMs,
  });
  const response = await outcome;
  if (!response.ok) return response;
  const { status, command } = response.value;
  return ok({
    status,
    errorComment: command.text(COMMAND_ELEMENT.errorComment),
    sopInstanceUid: command.text(COMMAND_ELEMENT.affectedSopInstanceUid) || sopInstanceUid,
    dataSet: response.value.dataSet,
    transferSyntaxUid: context.transferSyntax,
  });
}
