import { COMMAND_FIELD } from '../../../main/core/association/dimse/command-field.ts';
import {
  COMMAND_ELEMENT,
  encodeCommandSet,
  NO_DATA_SET,
} from '../../../main/core/association/dimse/command-set.ts';

/** A-ASSOCIATE-RJ (PS3.8 section 9.3.4). */
export function rejection(result: number, source: number, reason: number): Buffer {
  return Buffer.from([3, 0, 0, 0, 0, 4, 0, result, source, reason]);
}

export function echoResponse(status: number): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: '1.2.840.10008.1.1' },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.echoResponse },
    { element: COMMAND_ELEMENT.messageIdBeingRespondedTo, value: 1 },
    { element: COMMAND_ELEMENT.commandDataSetType, value: NO_DATA_SET },
    { element: COMMAND_ELEMENT.status, value: status },
  ]);
}
