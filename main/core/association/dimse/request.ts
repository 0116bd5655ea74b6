import { VERIFICATION_SOP_CLASS } from '../../dicom/sop-class.ts';
import { COMMAND_FIELD } from './command-field.ts';
import {
  COMMAND_ELEMENT,
  DATA_SET_FOLLOWS,
  encodeCommandSet,
  NO_DATA_SET,
  type CommandValue,
} from './command-set.ts';

/** Priority (0000,0700), PS3.7 section 9.3.1.1. */
export const PRIORITY = { medium: 0, high: 1, low: 2 } as const;

/** An object to send, as it is stored: nothing of the data set is changed. */
export interface OutgoingObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Without preamble and file meta information. Yielded buffers must not be written to afterwards. */
  readonly dataSet: AsyncIterable<Buffer> | Buffer;
  /** Who asked for it with which C-MOVE-RQ (PS3.7 section 9.3.1.1). */
  readonly moveOriginator?: { readonly aeTitle: string; readonly messageId: number };
  /** One of `PRIORITY`; medium when absent. */
  readonly priority?: number;
}

/** C-ECHO-RQ (PS3.7 section 9.3.5.1). */
export function encodeEchoRequest(messageId: number): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: VERIFICATION_SOP_CLASS },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.echoRequest },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    { element: COMMAND_ELEMENT.commandDataSetType, value: NO_DATA_SET },
  ]);
}

/** C-STORE-RQ (PS3.7 section 9.3.1.1). */
export function encodeStoreRequest(messageId: number, object: Omit<OutgoingObject, 'dataSet'>): Buffer {
  const { moveOriginator } = object;
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: object.sopClassUid },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.storeRequest },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    { element: COMMAND_ELEMENT.priority, value: object.priority ?? PRIORITY.medium },
    { element: COMMAND_ELEMENT.commandDataSetType, value: DATA_SET_FOLLOWS },
    { element: COMMAND_ELEMENT.affectedSopInstanceUid, value: object.sopInstanceUid },
    ...(moveOriginator
      ? [
          { element: COMMAND_ELEMENT.moveOriginatorAeTitle, value: moveOriginator.aeTitle },
          { element: COMMAND_ELEMENT.moveOriginatorMessageId, value: moveOriginator.messageId },
        ]
      : []),
  ]);
}

export interface QueryCommand {
  readonly commandField: number;
  readonly sopClassUid: string;
  readonly priority: number;
  /** With a C-MOVE only. */
  readonly moveDestination?: string;
}

/** C-FIND-RQ, C-MOVE-RQ and C-GET-RQ (PS3.7 sections 9.3.2 to 9.3.4). */
export function encodeQueryRequest(messageId: number, query: QueryCommand): Buffer {
  const { moveDestination } = query;
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: query.sopClassUid },
    { element: COMMAND_ELEMENT.commandField, value: query.commandField },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    ...(moveDestination === undefined
      ? []
      : [{ element: COMMAND_ELEMENT.moveDestination, value: moveDestination }]),
    { element: COMMAND_ELEMENT.priority, value: query.priority },
    { element: COMMAND_ELEMENT.commandDataSetType, value: DATA_SET_FOLLOWS },
  ]);
}

export interface NormalizedCommand {
  readonly commandField: number;
  readonly sopClassUid: string;
  /** Empty for an N-CREATE that leaves the choice to the peer. */
  readonly sopInstanceUid: string;
  readonly hasDataSet: boolean;
  readonly actionTypeId?: number;
  /** With an N-GET only; empty asks for all. */
  readonly attributeTags?: readonly number[];
}

/** N-GET-RQ, N-SET-RQ, N-ACTION-RQ, N-CREATE-RQ and N-DELETE-RQ (PS3.7 sections 10.3.2 to 10.3.6). */
export function encodeNormalizedRequest(messageId: number, request: NormalizedCommand): Buffer {
  const isCreate = request.commandField === COMMAND_FIELD.createRequest;
  const { sopInstanceUid, actionTypeId, attributeTags } = request;
  const values: CommandValue[] = [
    {
      element: isCreate ? COMMAND_ELEMENT.affectedSopClassUid : COMMAND_ELEMENT.requestedSopClassUid,
      value: request.sopClassUid,
    },
    { element: COMMAND_ELEMENT.commandField, value: request.commandField },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    {
      element: COMMAND_ELEMENT.commandDataSetType,
      value: request.hasDataSet ? DATA_SET_FOLLOWS : NO_DATA_SET,
    },
  ];
  if (sopInstanceUid !== '') {
    values.push({
      element: isCreate ? COMMAND_ELEMENT.affectedSopInstanceUid : COMMAND_ELEMENT.requestedSopInstanceUid,
      value: sopInstanceUid,
    });
  }
  if (attributeTags && attributeTags.length > 0) {
    values.push({ element: COMMAND_ELEMENT.attributeIdentifierList, value: attributeTags });
  }
  if (actionTypeId !== undefined) values.push({ element: COMMAND_ELEMENT.actionTypeId, value: actionTypeId });
  return encodeCommandSet(values);
}

/** N-EVENT-REPORT-RQ (PS3.7 section 10.3.1.1). */
export function encodeEventReportRequest(
  messageId: number,
  report: { readonly sopClassUid: string; readonly sopInstanceUid: string; readonly eventTypeId: number },
): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: report.sopClassUid },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.eventReportRequest },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    { element: COMMAND_ELEMENT.commandDataSetType, value: DATA_SET_FOLLOWS },
    { element: COMMAND_ELEMENT.affectedSopInstanceUid, value: report.sopInstanceUid },
    { element: COMMAND_ELEMENT.eventTypeId, value: report.eventTypeId },
  ]);
}
