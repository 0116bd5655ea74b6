import { toReadableSyntax } from '../../../dicom/transfer-syntax.ts';

/** Failed SOP Instance UID List (0008,0058). */
const GROUP = 0x0008;
const ELEMENT = 0x0058;
/** Longest value of a VR whose length field has two bytes (PS3.5 section 7.1.2), even. */
const MAX_SHORT_VALUE_BYTES = 0xfffe;

/** The identifier of a final C-MOVE or C-GET response (PS3.4 section C.4.2.1.4.2): one element. */
export function encodeFailedInstances(uids: readonly string[], transferSyntaxUid: string): Buffer {
  const { isImplicitVr, isBigEndian } = toReadableSyntax(transferSyntaxUid);
  const text = uids.join('\\');
  const value = Buffer.from(text.length % 2 === 0 ? text : `${text}\0`, 'latin1');
  const header = makeHeader(value.length, isImplicitVr);
  const write16 = (number: number, offset: number) =>
    isBigEndian ? header.writeUInt16BE(number, offset) : header.writeUInt16LE(number, offset);
  const write32 = (number: number, offset: number) =>
    isBigEndian ? header.writeUInt32BE(number, offset) : header.writeUInt32LE(number, offset);
  write16(GROUP, 0);
  write16(ELEMENT, 2);
  if (isImplicitVr) write32(value.length, 4);
  else if (value.length <= MAX_SHORT_VALUE_BYTES) write16(value.length, 6);
  else write32(value.length, 8);
  return Buffer.concat([header, value]);
}

/** What is too long for its own VR goes out as UN (PS3.5 section 6.2.2). */
function makeHeader(valueBytes: number, isImplicitVr: boolean): Buffer {
  const isLong = valueBytes > MAX_SHORT_VALUE_BYTES;
  const header = Buffer.alloc(isLong && !isImplicitVr ? 12 : 8);
  if (!isImplicitVr) header.write(isLong ? 'UN' : 'UI', 4, 'latin1');
  return header;
}
