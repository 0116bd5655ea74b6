import type {
  Abort,
  AssociateAccept,
  AssociateReject,
  AssociateRequest,
  UserInformation,
} from './associate-pdu.ts';
import { ITEM_TYPE } from './associate-pdu.ts';
import { PDU_HEADER_BYTES, PDU_TYPE, SHORT_PDU_BYTES, type PduType } from './pdu-type.ts';

/** @throws RangeError if a UID or name is longer than an item can hold (65,535 bytes) */
export function encodeAssociateRequest(request: AssociateRequest): Buffer {
  const contexts = request.presentationContexts.map((context) =>
    item(
      ITEM_TYPE.proposedContext,
      Buffer.of(context.id, 0, 0, 0),
      textItem(ITEM_TYPE.abstractSyntax, context.abstractSyntax),
      ...context.transferSyntaxes.map((uid) => textItem(ITEM_TYPE.transferSyntax, uid)),
    ),
  );
  return encodeAssociate(PDU_TYPE.associateRequest, request, contexts);
}

/** A rejected context carries a transfer syntax too; PS3.8 section 9.3.3.2 calls it not significant, yet some parsers want one. */
export function encodeAssociateAccept(accept: AssociateAccept): Buffer {
  const contexts = accept.presentationContexts.map((context) =>
    item(
      ITEM_TYPE.contextAnswer,
      Buffer.of(context.id, 0, context.result, 0),
      textItem(ITEM_TYPE.transferSyntax, context.transferSyntax),
    ),
  );
  return encodeAssociate(PDU_TYPE.associateAccept, accept, contexts);
}

export function encodeAssociateReject(reject: AssociateReject): Buffer {
  return shortPdu(PDU_TYPE.associateReject, [0, reject.result, reject.source, reject.reason]);
}

export function encodeReleaseRequest(): Buffer {
  return shortPdu(PDU_TYPE.releaseRequest, [0, 0, 0, 0]);
}

export function encodeReleaseReply(): Buffer {
  return shortPdu(PDU_TYPE.releaseReply, [0, 0, 0, 0]);
}

export function encodeAbort(abort: Abort): Buffer {
  return shortPdu(PDU_TYPE.abort, [0, 0, abort.source, abort.reason]);
}

function shortPdu(type: PduType, fields: readonly number[]): Buffer {
  return Buffer.from([type, 0, 0, 0, 0, SHORT_PDU_BYTES, ...fields]);
}

type Titled = Pick<
  AssociateRequest,
  'protocolVersion' | 'calledAeTitle' | 'callingAeTitle' | 'applicationContextName' | 'userInformation'
>;

function encodeAssociate(type: PduType, titled: Titled, contexts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(PDU_HEADER_BYTES + 68);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(titled.protocolVersion, 6);
  head.write(titled.calledAeTitle.padEnd(16).slice(0, 16), 10, 'latin1');
  head.write(titled.callingAeTitle.padEnd(16).slice(0, 16), 26, 'latin1');
  const pdu = Buffer.concat([
    head,
    textItem(ITEM_TYPE.applicationContext, titled.applicationContextName),
    ...contexts,
    item(ITEM_TYPE.userInformation, ...encodeUserInformation(titled.userInformation)),
  ]);
  pdu.writeUInt32BE(pdu.length - PDU_HEADER_BYTES, 2);
  return pdu;
}

function encodeUserInformation(information: UserInformation): readonly Buffer[] {
  const items: Buffer[] = [];
  if (information.maxPduBytes !== null)
    items.push(item(ITEM_TYPE.maximumLength, uint32(information.maxPduBytes)));
  if (information.implementationClassUid !== null) {
    items.push(textItem(ITEM_TYPE.implementationClassUid, information.implementationClassUid));
  }
  const window = information.asynchronousOperationsWindow;
  if (window) {
    items.push(
      item(ITEM_TYPE.asynchronousOperationsWindow, uint16(window.maxInvoked), uint16(window.maxPerformed)),
    );
  }
  for (const role of information.roleSelections) {
    const flags = Buffer.of(role.isScu ? 1 : 0, role.isScp ? 1 : 0);
    items.push(item(ITEM_TYPE.roleSelection, counted(role.sopClassUid), flags));
  }
  if (information.implementationVersionName !== null) {
    items.push(textItem(ITEM_TYPE.implementationVersionName, information.implementationVersionName));
  }
  for (const extended of information.extendedNegotiations) {
    const uid = counted(extended.sopClassUid);
    items.push(item(ITEM_TYPE.extendedNegotiation, uid, extended.applicationInformation));
  }
  for (const common of information.commonExtendedNegotiations) {
    const related = Buffer.concat(common.relatedGeneralSopClassUids.map(counted));
    items.push(
      item(
        ITEM_TYPE.commonExtendedNegotiation,
        counted(common.sopClassUid),
        counted(common.serviceClassUid),
        counted(related),
      ),
    );
  }
  items.push(...encodeIdentity(information));
  return items;
}

function encodeIdentity({ userIdentity, userIdentityResponse }: UserInformation): readonly Buffer[] {
  const items: Buffer[] = [];
  if (userIdentity) {
    const flags = Buffer.of(userIdentity.type, userIdentity.isResponseRequested ? 1 : 0);
    const { primaryField, secondaryField } = userIdentity;
    items.push(item(ITEM_TYPE.userIdentity, flags, counted(primaryField), counted(secondaryField)));
  }
  if (userIdentityResponse) items.push(item(ITEM_TYPE.userIdentityResponse, counted(userIdentityResponse)));
  return items;
}

function item(type: number, ...parts: readonly Buffer[]): Buffer {
  const encoded = Buffer.concat([Buffer.of(type, 0, 0, 0), ...parts]);
  encoded.writeUInt16BE(encoded.length - 4, 2);
  return encoded;
}

function textItem(type: number, text: string): Buffer {
  return item(type, Buffer.from(text, 'latin1'));
}

/** A field with its own length of two bytes in front. */
function counted(field: string | Buffer): Buffer {
  const bytes = typeof field === 'string' ? Buffer.from(field, 'latin1') : field;
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
