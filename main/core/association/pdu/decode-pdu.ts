import { err, ok, type Result } from '../../shared/result.ts';
import {
  ITEM_TYPE,
  NO_USER_INFORMATION,
  type Abort,
  type AssociateAccept,
  type AssociateReject,
  type AssociateRequest,
  type ContextAnswer,
  type ProposedContext,
  type UserInformation,
} from './associate-pdu.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeUserInformation } from './decode-user-information.ts';
import { ABORT_REASON, providerFault, type PduFault } from './pdu-fault.ts';

/**
 * Decodes the variable field of an A-ASSOCIATE-RQ. Tolerates what devices do wrong without harm: padding of UIDs and
 * titles by NULs or spaces, items in any order, unknown items, missing user information, wrong reserved bytes.
 *
 * @param body everything after the six bytes of the PDU header; slices of it live on in the result
 * @see DICOM PS3.8 section 9.3.2
 */
export function decodeAssociateRequest(body: Buffer): Result<AssociateRequest, PduFault> {
  const presentationContexts: ProposedContext[] = [];
  const common = decodeAssociate(body, ITEM_TYPE.proposedContext, (id, _result, syntaxes) => {
    presentationContexts.push({ id, abstractSyntax: syntaxes.abstract, transferSyntaxes: syntaxes.transfer });
  });
  return common === null ? err(overrun('A-ASSOCIATE-RQ')) : ok({ ...common, presentationContexts });
}

/** Decodes the variable field of an A-ASSOCIATE-AC (PS3.8 section 9.3.3), as tolerantly as the request. */
export function decodeAssociateAccept(body: Buffer): Result<AssociateAccept, PduFault> {
  const presentationContexts: ContextAnswer[] = [];
  const common = decodeAssociate(body, ITEM_TYPE.contextAnswer, (id, result, syntaxes) => {
    presentationContexts.push({ id, result, transferSyntax: syntaxes.transfer[0] ?? '' });
  });
  return common === null ? err(overrun('A-ASSOCIATE-AC')) : ok({ ...common, presentationContexts });
}

/** Decodes the variable field of an A-ASSOCIATE-RJ (PS3.8 section 9.3.4). Short ones are a fault. */
export function decodeAssociateReject(body: Buffer): Result<AssociateReject, PduFault> {
  const reader = new ByteReader(body);
  reader.skip(1);
  const reject = { result: reader.uint8(), source: reader.uint8(), reason: reader.uint8() };
  return reader.isOverrun ? err(overrun('A-ASSOCIATE-RJ')) : ok(reject);
}

/** Decodes the variable field of an A-ABORT (PS3.8 section 9.3.8). A short one still aborts, without a reason. */
export function decodeAbort(body: Buffer): Abort {
  const reader = new ByteReader(body);
  reader.skip(2);
  return { source: reader.uint8(), reason: reader.uint8() };
}

type Common = Omit<AssociateRequest, 'presentationContexts'>;
interface Syntaxes {
  readonly abstract: string;
  readonly transfer: readonly string[];
}
type AddContext = (id: number, result: number, syntaxes: Syntaxes) => void;

/** Request and acceptance share their layout; only the item type of a context and what it holds differ. */
function decodeAssociate(body: Buffer, contextType: number, addContext: AddContext): Common | null {
  const reader = new ByteReader(body);
  const protocolVersion = reader.uint16();
  reader.skip(2);
  const calledAeTitle = reader.text(16);
  const callingAeTitle = reader.text(16);
  reader.skip(32);
  let applicationContextName = '';
  let userInformation: UserInformation | null = NO_USER_INFORMATION;
  while (reader.remainingBytes > 0) {
    const type = reader.uint8();
    reader.skip(1);
    const item = new ByteReader(reader.bytes(reader.uint16()));
    if (type === ITEM_TYPE.applicationContext) applicationContextName = item.text(item.remainingBytes);
    else if (type === contextType) decodeContext(item, addContext);
    else if (type === ITEM_TYPE.userInformation)
      userInformation = decodeUserInformation(item.bytes(item.remainingBytes));
    if (item.isOverrun || userInformation === null) return null;
  }
  if (reader.isOverrun) return null;
  return { protocolVersion, calledAeTitle, callingAeTitle, applicationContextName, userInformation };
}

function decodeContext(item: ByteReader, addContext: AddContext): void {
  const id = item.uint8();
  item.skip(1);
  const result = item.uint8();
  item.skip(1);
  let abstract = '';
  const transfer: string[] = [];
  while (item.remainingBytes > 0) {
    const type = item.uint8();
    item.skip(1);
    const uid = item.text(item.uint16());
    if (type === ITEM_TYPE.abstractSyntax) abstract = uid;
    else if (type === ITEM_TYPE.transferSyntax) transfer.push(uid);
  }
  if (!item.isOverrun) addContext(id, result, { abstract, transfer });
}

function overrun(name: string): PduFault {
  return providerFault(
    ABORT_REASON.invalidParameterValue,
    `its ${name} is malformed: a part of it is longer than the whole`,
  );
}
