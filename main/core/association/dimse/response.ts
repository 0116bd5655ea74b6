import { RESPONSE_BIT } from './command-field.ts';
import {
  COMMAND_ELEMENT,
  DATA_SET_FOLLOWS,
  encodeCommandSet,
  NO_DATA_SET,
  type CommandSet,
  type CommandValue,
} from './command-set.ts';

export interface ResponseFields {
  readonly status: number;
  readonly errorComment?: string | undefined;
  readonly offendingElements?: readonly number[] | undefined;
  /** In place of the request's, for an instance whose UID we chose. */
  readonly sopInstanceUid?: string | undefined;
  /** Elements that only some responses have, such as the counts of sub-operations. */
  readonly more?: readonly CommandValue[] | undefined;
}

/** Longest Error Comment: VR LO (PS3.7 Annex C.1). */
const MAX_ERROR_COMMENT_LENGTH = 64;
/** More would not help anyone to find the mistake. */
const MAX_OFFENDING_ELEMENTS = 32;

/**
 * The response to a request: same SOP class and instance, its message ID, the response bit set in its command field
 * (PS3.7 Annex E.1).
 */
export function encodeResponse(request: CommandSet, fields: ResponseFields, hasDataSet = false): Buffer {
  const number = (element: number) => request.uint16(element) ?? 0;
  const values: CommandValue[] = [
    { element: COMMAND_ELEMENT.commandField, value: number(COMMAND_ELEMENT.commandField) | RESPONSE_BIT },
    { element: COMMAND_ELEMENT.messageIdBeingRespondedTo, value: number(COMMAND_ELEMENT.messageId) },
    { element: COMMAND_ELEMENT.commandDataSetType, value: hasDataSet ? DATA_SET_FOLLOWS : NO_DATA_SET },
    { element: COMMAND_ELEMENT.status, value: fields.status },
    ...(fields.more ?? []),
  ];
  const addText = (element: number, value: string) => {
    if (value !== '') values.push({ element, value });
  };
  const sopClassUid =
    request.text(COMMAND_ELEMENT.affectedSopClassUid) || request.text(COMMAND_ELEMENT.requestedSopClassUid);
  const sopInstanceUid =
    fields.sopInstanceUid ??
    (request.text(COMMAND_ELEMENT.affectedSopInstanceUid) ||
      request.text(COMMAND_ELEMENT.requestedSopInstanceUid));

  addText(COMMAND_ELEMENT.affectedSopClassUid, sopClassUid);
  addText(COMMAND_ELEMENT.errorComment, toErrorComment(fields.errorComment ?? ''));
  addText(COMMAND_ELEMENT.affectedSopInstanceUid, sopInstanceUid);
  const offending = fields.offendingElements?.slice(0, MAX_OFFENDING_ELEMENTS) ?? [];
  if (offending.length > 0) values.push({ element: COMMAND_ELEMENT.offendingElement, value: offending });
  return encodeCommandSet(values.sort((a, b) => a.element - b.element));
}

/** Printable ASCII without the backslash, which separates values. */
function toErrorComment(text: string): string {
  return text.replaceAll(/[^\x20-\x5b\x5d-\x7e]/g, '?').slice(0, MAX_ERROR_COMMENT_LENGTH);
}
