import { ITEM_TYPE, NO_USER_INFORMATION, type UserInformation } from './associate-pdu.ts';
import { ByteReader } from './byte-reader.ts';

/** Arrays that can grow: a hostile item may hold thousands of sub-items, and copying each time would be quadratic. */
type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Element)[] ? Element[] : T[K];
};
type Take = (reader: ByteReader, into: Mutable<UserInformation>) => void;

/** How each sub-item is taken in. Unknown ones are skipped: PS3.8 section 9.3.1 asks for it. */
const TAKE: Readonly<Record<number, Take>> = {
  [ITEM_TYPE.maximumLength]: (reader, into) => {
    into.maxPduBytes = reader.uint32();
  },
  [ITEM_TYPE.implementationClassUid]: (reader, into) => {
    into.implementationClassUid = reader.text(reader.remainingBytes);
  },
  [ITEM_TYPE.implementationVersionName]: (reader, into) => {
    into.implementationVersionName = reader.text(reader.remainingBytes);
  },
  [ITEM_TYPE.asynchronousOperationsWindow]: (reader, into) => {
    into.asynchronousOperationsWindow = { maxInvoked: reader.uint16(), maxPerformed: reader.uint16() };
  },
  [ITEM_TYPE.roleSelection]: (reader, into) => {
    const sopClassUid = reader.text(reader.uint16());
    into.roleSelections.push({ sopClassUid, isScu: reader.uint8() === 1, isScp: reader.uint8() === 1 });
  },
  [ITEM_TYPE.extendedNegotiation]: (reader, into) => {
    const sopClassUid = reader.text(reader.uint16());
    const applicationInformation = reader.bytes(reader.remainingBytes);
    into.extendedNegotiations.push({ sopClassUid, applicationInformation });
  },
  [ITEM_TYPE.commonExtendedNegotiation]: (reader, into) => {
    const sopClassUid = reader.text(reader.uint16());
    const serviceClassUid = reader.text(reader.uint16());
    const related = new ByteReader(reader.bytes(reader.uint16()));
    const relatedGeneralSopClassUids: string[] = [];
    while (related.remainingBytes > 0) relatedGeneralSopClassUids.push(related.text(related.uint16()));
    into.commonExtendedNegotiations.push({ sopClassUid, serviceClassUid, relatedGeneralSopClassUids });
  },
  [ITEM_TYPE.userIdentity]: (reader, into) => {
    const type = reader.uint8();
    const isResponseRequested = reader.uint8() === 1;
    const primaryField = reader.bytes(reader.uint16());
    const secondaryField = reader.bytes(reader.uint16());
    into.userIdentity = { type, isResponseRequested, primaryField, secondaryField };
  },
  [ITEM_TYPE.userIdentityResponse]: (reader, into) => {
    into.userIdentityResponse = reader.bytes(reader.uint16());
  },
};

/**
 * Decodes the sub-items of a User Information item. Fields that a sub-item is too short for are zero or empty.
 *
 * @returns null when a sub-item reaches beyond the item
 */
export function decodeUserInformation(bytes: Buffer): UserInformation | null {
  const reader = new ByteReader(bytes);
  const information: Mutable<UserInformation> = {
    ...NO_USER_INFORMATION,
    roleSelections: [],
    extendedNegotiations: [],
    commonExtendedNegotiations: [],
  };
  while (reader.remainingBytes > 0) {
    const type = reader.uint8();
    reader.skip(1);
    const value = reader.bytes(reader.uint16());
    if (reader.isOverrun) return null;
    TAKE[type]?.(new ByteReader(value), information);
  }
  return information;
}
