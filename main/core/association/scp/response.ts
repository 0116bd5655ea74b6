import {
  COMMAND_ELEMENT,
  encodeCommandSet,
  NO_DATA_SET,
  type CommandSet,
  type CommandValue,
} from '../dimse/command-set.ts';
import { RESPONSE_BIT } from '../dimse/command-field.ts';

export interface ResponseStatus {
  readonly status: number;
  readonly errorComment?: string | undefined;
}

/** Longest Error Comment: VR LO (PS3.7 Annex C.1). */
const MAX_ERROR_COMMENT_LENGTH = 64;

/**
 * The response to a request, without a data set: same SOP class and instance, its message ID, the response bit set in
 * its command field (PS3.7 Annex E.1).
 */
export function encodeResponse(request: CommandSet, outcome: ResponseStatus): Buffer {
  const number = (element: number) => request.uint16(element) ?? 0;
  const values: CommandValue[] = [];
  const addText = (element: number, value: string) => {
    if (value !== '') values.push({ element, value });
  };
  const sopClassUid =
    request.text(COMMAND_ELEMENT.affectedSopClassUid) || request.text(COMMAND_ELEMENT.requestedSopClassUid);
  const sopInstanceUid =
    request.text(COMMAND_ELEMENT.affectedSopInstanceUid) ||
    request.text(COMMAND_ELEMENT.requestedSopInstanceUid);

  addText(COMMAND_ELEMENT.affectedSopClassUid, sopClassUid);
  values.push(
    { element: COMMAND_ELEMENT.commandField, value: number(COMMAND_ELEMENT.commandField) | RESPONSE_BIT },
    { element: COMMAND_ELEMENT.messageIdBeingRespondedTo, value: number(COMMAND_ELEMENT.messageId) },
    { element: COMMAND_ELEMENT.commandDataSetType, value: NO_DATA_SET },
    { element: COMMAND_ELEMENT.status, value: outcome.status },
  );
  addText(COMMAND_ELEMENT.errorComment, toErrorComment(outcome.errorComment ?? ''));
  addText(COMMAND_ELEMENT.affectedSopInstanceUid, sopInstanceUid);
  return encodeCommandSet(values);
}

/** Printable ASCII without the backslash, which separates values. */
function toErrorComment(text: string): string {
  return text.replaceAll(/[^\x20-\x5b\x5d-\x7e]/g, '?').slice(0, MAX_ERROR_COMMENT_LENGTH);
}
