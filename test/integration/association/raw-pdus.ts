import { COMMAND_FIELD } from '../../../main/core/association/dimse/command-field.ts';
import {
  COMMAND_ELEMENT,
  DATA_SET_FOLLOWS,
  encodeCommandSet,
  NO_DATA_SET,
} from '../../../main/core/association/dimse/command-set.ts';
import {
  CONTEXT_RESULT,
  NO_USER_INFORMATION,
  type AssociateRequest,
  type ProposedContext,
} from '../../../main/core/association/pdu/associate-pdu.ts';
import {
  encodeAssociateAccept,
  encodeAssociateRequest,
} from '../../../main/core/association/pdu/encode-pdu.ts';

export const VERIFICATION = '1.2.840.10008.1.1';
export const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
export const IMPLICIT = '1.2.840.10008.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';

export const PDU = {
  request: 1,
  accept: 2,
  reject: 3,
  data: 4,
  releaseRequest: 5,
  releaseReply: 6,
  abort: 7,
} as const;

export const RELEASE_REQUEST = Buffer.from('05000000000400000000', 'hex');
export const RELEASE_REPLY = Buffer.from('06000000000400000000', 'hex');
export const ABORT = Buffer.from('07000000000400000000', 'hex');

/** Context 1 is for C-ECHO, 3 for CT images in implicit, 5 in explicit encoding. */
const CONTEXTS: readonly ProposedContext[] = [
  { id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
  { id: 3, abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT] },
  { id: 5, abstractSyntax: CT_IMAGE, transferSyntaxes: [EXPLICIT] },
];

export function associateRequest(changes: Partial<AssociateRequest> = {}): Buffer {
  return encodeAssociateRequest({
    protocolVersion: 1,
    calledAeTitle: 'BUCKY',
    callingAeTitle: 'SCRIPTED',
    applicationContextName: '1.2.840.10008.3.1.1.1',
    presentationContexts: CONTEXTS,
    userInformation: { ...NO_USER_INFORMATION, maxPduBytes: 16_384 },
    ...changes,
  });
}

/** Accepts the first contexts that a requestor of ours proposes, all in the given transfer syntax. */
export function associateAccept(contextCount: number, transferSyntax: string, maxPduBytes = 16_384): Buffer {
  return encodeAssociateAccept({
    protocolVersion: 1,
    calledAeTitle: 'SERVER',
    callingAeTitle: 'BUCKY',
    applicationContextName: '1.2.840.10008.3.1.1.1',
    presentationContexts: Array.from({ length: contextCount }, (_, index) => ({
      id: 2 * index + 1,
      result: CONTEXT_RESULT.acceptance,
      transferSyntax,
    })),
    userInformation: { ...NO_USER_INFORMATION, maxPduBytes },
  });
}

export function echoRequest(messageId = 1): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: VERIFICATION },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.echoRequest },
    { element: COMMAND_ELEMENT.messageId, value: messageId },
    { element: COMMAND_ELEMENT.commandDataSetType, value: NO_DATA_SET },
  ]);
}

export function storeRequest(sopInstanceUid: string, commandDataSetType = DATA_SET_FOLLOWS): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.affectedSopClassUid, value: CT_IMAGE },
    { element: COMMAND_ELEMENT.commandField, value: COMMAND_FIELD.storeRequest },
    { element: COMMAND_ELEMENT.messageId, value: 7 },
    { element: COMMAND_ELEMENT.commandDataSetType, value: commandDataSetType },
    { element: COMMAND_ELEMENT.affectedSopInstanceUid, value: sopInstanceUid },
  ]);
}

/** A request or response of any other kind, without UIDs. */
export function otherCommand(commandField: number, commandDataSetType = NO_DATA_SET): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.commandField, value: commandField },
    { element: COMMAND_ELEMENT.messageId, value: 9 },
    { element: COMMAND_ELEMENT.commandDataSetType, value: commandDataSetType },
  ]);
}

export interface Pdv {
  readonly contextId: number;
  readonly kind: 'command' | 'data';
  readonly bytes: Buffer;
  readonly isLast?: boolean;
  /** What the length field says beyond the truth. */
  readonly lengthLie?: number;
}

/** A P-DATA-TF as given, however wrong. */
export function dataPdu(...pdvs: readonly Pdv[]): Buffer {
  const items = pdvs.map(({ contextId, kind, bytes, isLast = true, lengthLie = 0 }) => {
    const header = Buffer.alloc(6);
    header.writeUInt32BE(bytes.length + 2 + lengthLie);
    header.writeUInt8(contextId, 4);
    header.writeUInt8((kind === 'command' ? 1 : 0) | (isLast ? 2 : 0), 5);
    return Buffer.concat([header, bytes]);
  });
  const body = Buffer.concat(items);
  const header = Buffer.from('040000000000', 'hex');
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

export function command(contextId: number, bytes: Buffer): Buffer {
  return dataPdu({ contextId, kind: 'command', bytes });
}

/** Status (0000,0900) in a response of one PDU and one fragment; its value is the two bytes after tag and length. */
export function statusIn(pdu: Buffer): number {
  const at = pdu.indexOf(Buffer.from('0000000902000000', 'hex'));
  if (at < 0) throw new Error('no status in the response');
  return pdu.readUInt16LE(at + 8);
}

/** Source and reason of an A-ABORT, or result, source and reason of an A-ASSOCIATE-RJ. */
export function reasonsIn(pdu: Buffer): readonly number[] {
  return [...pdu.subarray(pdu[0] === PDU.abort ? 8 : 7, 10)];
}
