import { VERIFICATION_SOP_CLASS } from '../../dicom/sop-class.ts';
import { COMMAND_FIELD } from '../dimse/command-field.ts';
import { COMMAND_ELEMENT, DATA_SET_FOLLOWS, encodeCommandSet, NO_DATA_SET } from '../dimse/command-set.ts';

/** Priority (0000,0700): medium. */
const MEDIUM_PRIORITY = 0x0000;

/** An object to send, as it is stored: nothing of the data set is changed. */
export interface OutgoingObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Without preamble and file meta information. Yielded buffers must not be written to afterwards. */
  readonly dataSet: AsyncIterable<Buffer> | Buffer;
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
export function encodeStoreRequest(messageId: number, object: OutgoingObject): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: object.sopClassUid },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.storeRequest },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    { element: COMMAND_ELEMENT.priority, value: MEDIUM_PRIORITY },
    { element: COMMAND_ELEMENT.commandDataSetType, value: DATA_SET_FOLLOWS },
    { element: COMMAND_ELEMENT.affectedSopInstanceUid, value: object.sopInstanceUid },
  ]);
}
