import { err, ok, type Result } from '../shared/result.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './implementation.ts';
import { readElementHeader, UNDEFINED_LENGTH, type ElementHeader } from './scanner/element-header.ts';
import {
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from './transfer-syntax.ts';

const PREAMBLE_BYTES = 128;
const MAGIC = 'DICM';
/** File Meta Information is a few hundred bytes; a private part (0002,0102) may make it longer. */
export const MAX_FILE_META_BYTES = 0x10000;

/** What goes into the header of a file (PS3.10 section 7.1). */
export interface FileMetaInput {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** AE title of the device that sent it: (0002,0016). */
  readonly sourceAeTitle: string;
}

/** File Meta Information as read; empty where absent. */
interface FileMeta {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly implementationClassUid: string;
  readonly implementationVersionName: string;
  readonly sourceAeTitle: string;
}

export interface ParsedPart10 {
  readonly meta: FileMeta;
  /** Offset of the first byte of the data set in the file. */
  readonly dataSetOffset: number;
  /** What was not as PS3.10 wants it, in plain words; usually empty. */
  readonly remarks: readonly string[];
}

export type Part10Error = 'not-dicom' | 'cut-short';

/** Preamble, `DICM` and File Meta Information: the bytes of a file before its data set (PS3.10 section 7.1). */
export function encodePart10Header(input: FileMetaInput): Buffer {
  const elements = Buffer.concat([
    encodeElement(0x0001, 'OB', Buffer.from([0, 1])),
    encodeElement(0x0002, 'UI', Buffer.from(input.sopClassUid, 'latin1')),
    encodeElement(0x0003, 'UI', Buffer.from(input.sopInstanceUid, 'latin1')),
    encodeElement(0x0010, 'UI', Buffer.from(input.transferSyntaxUid, 'latin1')),
    encodeElement(0x0012, 'UI', Buffer.from(IMPLEMENTATION_CLASS_UID, 'latin1')),
    encodeElement(0x0013, 'SH', Buffer.from(IMPLEMENTATION_VERSION_NAME, 'latin1')),
    encodeElement(0x0016, 'AE', Buffer.from(input.sourceAeTitle.slice(0, 16), 'latin1')),
  ]);
  const groupLength = Buffer.alloc(4);
  groupLength.writeUInt32LE(elements.length);
  return Buffer.concat([
    Buffer.alloc(PREAMBLE_BYTES),
    Buffer.from(MAGIC, 'latin1'),
    encodeElement(0x0000, 'UL', groupLength),
    elements,
  ]);
}

/** An element of group 0002, which is Explicit VR Little Endian always; the value padded to even length. */
function encodeElement(element: number, vr: string, value: Buffer): Buffer {
  const padding = value.length % 2 === 0 ? '' : vr === 'UI' || vr === 'OB' ? '\0' : ' ';
  const padded = Buffer.concat([value, Buffer.from(padding, 'latin1')]);
  const header = Buffer.alloc(vr === 'OB' ? 12 : 8);
  header.writeUInt16LE(0x0002, 0);
  header.writeUInt16LE(element, 2);
  header.write(vr, 4, 'latin1');
  if (vr === 'OB') header.writeUInt32LE(padded.length, 8);
  else header.writeUInt16LE(padded.length, 6);
  return Buffer.concat([header, padded]);
}

/**
 * Reads the header of a file, as tolerantly as the files are written: without preamble, without group length or with a
 * wrong one, or without any File Meta Information, when the transfer syntax is guessed from the first element.
 *
 * @param bytes the file, or its first `MAX_FILE_META_BYTES`
 */
export function parsePart10Header(bytes: Buffer): Result<ParsedPart10, Part10Error> {
  const remarks: string[] = [];
  let at = findFirstElement(bytes);
  if (at !== PREAMBLE_BYTES + 4) remarks.push('The file has no preamble');
  const values = new Map<number, string>();
  const header: ElementHeader = { tag: 0, vr: null, length: 0, size: 0, isOddVr: false };
  while (bytes.length - at >= 8) {
    if (bytes.readUInt16LE(at) !== 0x0002) break;
    const isImplicitVr = !/^[A-Z]{2}$/.test(bytes.toString('latin1', at + 4, at + 6));
    if (!readElementHeader(bytes, at, bytes.length - at, { isImplicitVr, isBigEndian: false }, header)) {
      return err('cut-short');
    }
    const valueAt = at + header.size;
    if (header.length === UNDEFINED_LENGTH || valueAt + header.length > bytes.length) return err('cut-short');
    values.set(header.tag, bytes.toString('latin1', valueAt, valueAt + header.length));
    at = valueAt + header.length;
  }
  if (values.size > 0 && !values.has(0x00020000)) remarks.push('The file meta has no group length');
  return finish(bytes, at, values, remarks);
}

/** Behind the preamble and `DICM`; but data sets without either may hold those letters by chance. */
function findFirstElement(bytes: Buffer): number {
  const isMagicAt = (at: number) => bytes.toString('latin1', at, at + MAGIC.length) === MAGIC;
  for (const magicAt of [PREAMBLE_BYTES, 0]) {
    const at = magicAt + MAGIC.length;
    if (!isMagicAt(magicAt) || bytes.length < at + 8) continue;
    if (bytes.readUInt16LE(at) === 0x0002 || guessTransferSyntax(bytes, at) !== null) return at;
  }
  return 0;
}

function finish(
  bytes: Buffer,
  dataSetOffset: number,
  values: ReadonlyMap<number, string>,
  remarks: string[],
): Result<ParsedPart10, Part10Error> {
  const read = (tag: number) => (values.get(tag) ?? '').replace(/[\0 ]+$/, '');
  let transferSyntaxUid = read(0x00020010);
  if (transferSyntaxUid === '') {
    const guess = guessTransferSyntax(bytes, dataSetOffset);
    if (guess === null) return err('not-dicom');
    transferSyntaxUid = guess;
    remarks.push('The file does not name its transfer syntax');
  }
  return ok({
    meta: {
      sopClassUid: read(0x00020002),
      sopInstanceUid: read(0x00020003),
      transferSyntaxUid,
      implementationClassUid: read(0x00020012),
      implementationVersionName: read(0x00020013),
      sourceAeTitle: read(0x00020016).trim(),
    },
    dataSetOffset,
    remarks,
  });
}

/** What the first element looks like; null when it looks like no element of a data set at all. */
function guessTransferSyntax(bytes: Buffer, at: number): string | null {
  if (bytes.length - at < 8) return null;
  const isExplicit = /^[A-Z]{2}$/.test(bytes.toString('latin1', at + 4, at + 6));
  const isFirstGroup = (group: number) => group > 0 && group <= 0x28 && group % 2 === 0;
  if (isFirstGroup(bytes.readUInt16LE(at))) {
    if (isExplicit) return EXPLICIT_VR_LITTLE_ENDIAN;
    return bytes.readUInt32LE(at + 4) < 0x10000 ? IMPLICIT_VR_LITTLE_ENDIAN : null;
  }
  return isFirstGroup(bytes.readUInt16BE(at)) && isExplicit ? EXPLICIT_VR_BIG_ENDIAN : null;
}
