import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AttributeReader } from '../../dicom/attribute-reader.ts';
import { DataSetScanner } from '../../dicom/data-set-scanner.ts';
import type { DataSet } from '../../dicom/data-set.ts';
import { buildFrameTable } from '../../dicom/frame-table.ts';
import { readFrame, type ReadableFile } from '../../dicom/read-frame.ts';
import type { ScannedDataSet, ScannedPixelData } from '../../dicom/scanned-data-set.ts';
import { TAG } from '../../dicom/tag.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  findTransferSyntax,
  toReadableSyntax,
  type TransferSyntax,
} from '../../dicom/transfer-syntax.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { decodeFrame } from '../../pixels/decode/decode-frame.ts';
import type { NativeCodecs } from '../../pixels/decode/native-codecs.ts';
import type { ImageDescription, SampleLayout } from '../../pixels/image-description.ts';
import { encodedPhotometric, encodeFrame, isEncodable, toInterleaved } from './frame-encoder.ts';
import { rewriteDataSet, swapBytes, type NewValue, type OutgoingPixels } from './rewrite-data-set.ts';

export interface NotTranscoded {
  /** Plain words. */
  readonly detail: string;
  readonly isCodecSuspect: boolean;
}

type Made<T> = Result<T, NotTranscoded>;
type Changes = Map<number, NewValue | null>;

/** More than any header: nothing is left out but pixels. */
const MAX_HEADER_BYTES = 0x20000000;
const MAX_INFLATED_BYTES = 0x40000000;
/** PS3.3 section C.7.6.1.1.5. */
const LOSSY_IMAGE_COMPRESSION = 0x00282110;
const LOSSY_RATIO = 0x00282112;
const LOSSY_METHOD = 0x00282114;

/**
 * Brings a stored data set to another transfer syntax. Native pixels stay as they are but for their byte order; compressed
 * ones are decoded, and the attributes that describe them follow.
 *
 * @param dataSetSha256 what the catalog says of the stored bytes
 */
export async function transcodeObject(
  stored: Buffer,
  syntaxes: { readonly stored: string; readonly target: string },
  dataSetSha256: string,
  codecs: NativeCodecs,
): Promise<Made<Buffer>> {
  const from = toReadableSyntax(syntaxes.stored);
  const target = findTransferSyntax(syntaxes.target);
  if (!target) return refuse('The other side wants a form that is not known here.');
  const scanned = scan(stored, from.uid);
  if (scanned.dataSetSha256 !== dataSetSha256) return refuse('Its file is not what was received.');
  if (scanned.problem && scanned.problem.kind !== 'malformed')
    return refuse('It ends early, or is too large.');
  const source = from.isDeflated
    ? inflateRawSync(stored, { maxOutputLength: MAX_INFLATED_BYTES, finishFlush: 2 })
    : stored;
  const changes: Changes = new Map();
  const pixels = await makePixels(scanned, source, { from, target, changes, codecs });
  if (!pixels.ok) return pixels;
  const written = rewriteDataSet(scanned.header, source, { target, changes, pixels: pixels.value });
  if (!written.ok) return refuse(written.error);
  const bytes = Buffer.concat(written.value);
  return ok(target.isDeflated ? toEven(deflateRawSync(bytes)) : bytes);
}

interface Task {
  readonly from: TransferSyntax;
  readonly target: TransferSyntax;
  readonly changes: Changes;
  readonly codecs: NativeCodecs;
}

function scan(stored: Buffer, syntaxUid: string): ScannedDataSet {
  const limits = { maxValueBytes: MAX_HEADER_BYTES, maxHeaderBytes: MAX_HEADER_BYTES };
  const scanner = new DataSetScanner(syntaxUid, limits);
  scanner.push(stored);
  return scanner.finish();
}

async function makePixels(
  scanned: ScannedDataSet,
  source: Buffer,
  task: Task,
): Promise<Made<OutgoingPixels | null>> {
  const { pixelData, header } = scanned;
  const { from, target, changes, codecs } = task;
  if (pixelData === null) {
    return target.isEncapsulated ? refuse('It has no pixels that could be compressed.') : ok(null);
  }
  if (!pixelData.isEncapsulated && !target.isEncapsulated) {
    return turnPixels(pixelData, header, source, target);
  }
  if (pixelData.tag !== TAG.pixelData) return refuse('Its pixels are no integers.');
  const image = describe(header);
  if (!image) return refuse('Its header does not describe an image.');
  const frames = await decodeFrames(scanned, source, image, task);
  if (!frames.ok) return frames;
  describeDecoded(changes, frames.value.layout, image, from);
  if (!target.isEncapsulated) return ok(toNative(frames.value, image, target));
  if (!isEncodable(target.uid)) return refuse('Bucky has no encoder for what the other side wants.');
  const decoded = { ...image, ...frames.value.layout };
  const encoded: Uint8Array[] = [];
  for (const frame of frames.value.frames) {
    const one = await encodeFrame(frame, target.uid, decoded, codecs);
    if (!one.ok) return refuse(one.error);
    encoded.push(one.value);
  }
  describeEncoded(changes, encoded, decoded, target);
  return ok({ kind: 'encapsulated', frames: encoded });
}

/** Native pixels that stay native. */
function turnPixels(
  { tag, vr, valueOffset, length }: ScannedPixelData,
  header: DataSet,
  source: Buffer,
  target: TransferSyntax,
): Made<OutgoingPixels> {
  const value = source.subarray(valueOffset, valueOffset + (length ?? 0));
  if (value.length !== length) return refuse('Its pixels end early.');
  const unit = header.isBigEndian === target.isBigEndian ? 1 : wordBytes(vr, header);
  return ok({ kind: 'native', tag, vr, value: swapBytes(value, unit) });
}

interface DecodedFrames {
  /** Little endian, colour by pixel. */
  readonly frames: readonly Uint8Array[];
  readonly layout: SampleLayout;
}

async function decodeFrames(
  scanned: ScannedDataSet,
  source: Buffer,
  image: ImageDescription,
  { from, codecs }: Task,
): Promise<Made<DecodedFrames>> {
  const syntaxUid = from.isDeflated ? EXPLICIT_VR_LITTLE_ENDIAN : from.uid; // inflated by now
  const table = buildFrameTable(scanned, syntaxUid);
  if (!table) return refuse('Its frames cannot be told apart.');
  const file = inMemory(source);
  const frames: Uint8Array[] = [];
  let layout: SampleLayout = image;
  for (let index = 0; index < table.frameCount; index += 1) {
    const encoded = await readFrame(file, 0, table, index);
    if (!encoded.ok) return refuse('Its frames cannot be read.');
    const frameSyntax = table.kind === 'encapsulated' ? syntaxUid : EXPLICIT_VR_LITTLE_ENDIAN;
    const decoded = await decodeFrame(encoded.value, frameSyntax, image, codecs);
    if (!decoded.ok) return err(decoded.error);
    const frame = widen(decoded.value.bytes, decoded.value.layout, image);
    if (frame === null) return refuse('Its pixels have more bits than its header says.');
    layout = { ...decoded.value.layout, planarConfiguration: 0, bitsAllocated: image.bitsAllocated };
    frames.push(
      toInterleaved(frame, { ...decoded.value.layout, bitsAllocated: image.bitsAllocated }).slice(),
    );
  }
  return ok({ frames, layout });
}

/** Brings samples to the size that the header gives them. @returns null when that would lose bits */
function widen(bytes: Uint8Array, layout: SampleLayout, image: ImageDescription): Uint8Array | null {
  if (layout.bitsAllocated === image.bitsAllocated) return bytes;
  if (layout.bitsAllocated !== 8 || image.bitsAllocated !== 16) return null;
  const isSigned = image.pixelRepresentation === 1;
  const wide = Buffer.alloc(bytes.length * 2);
  const shift = 32 - Math.min(8, layout.bitsStored);
  for (const [index, value] of bytes.entries()) {
    wide.writeUInt16LE(isSigned ? ((value << shift) >> shift) & 0xffff : value, index * 2);
  }
  return wide;
}

function toNative(
  { frames }: DecodedFrames,
  image: ImageDescription,
  target: TransferSyntax,
): OutgoingPixels {
  const value = Buffer.concat(frames);
  const isWords = image.bitsAllocated > 8;
  const vr = isWords || target.isImplicitVr ? 'OW' : 'OB';
  const unit = !isWords ? 1 : image.bitsAllocated === 32 ? 4 : 2;
  return {
    kind: 'native',
    tag: TAG.pixelData,
    vr,
    value: target.isBigEndian ? swapBytes(value, unit) : value,
  };
}

/** What a decoder gives may not be what the header said of the compressed pixels (PS3.5 section 8.2). */
function describeDecoded(
  changes: Changes,
  layout: SampleLayout,
  image: ImageDescription,
  from: TransferSyntax,
): void {
  changes.set(TAG.extendedOffsetTable, null);
  changes.set(TAG.extendedOffsetTableLengths, null);
  if (layout.photometricInterpretation !== image.photometricInterpretation) {
    changes.set(TAG.photometricInterpretation, toCode(layout.photometricInterpretation));
  }
  if (image.samplesPerPixel > 1) {
    changes.set(TAG.planarConfiguration, { vr: 'US', value: Buffer.alloc(2) });
  }
  if (from.isLossy) changes.set(LOSSY_IMAGE_COMPRESSION, toCode('01'));
}

function describeEncoded(
  changes: Changes,
  encoded: readonly Uint8Array[],
  image: ImageDescription,
  target: TransferSyntax,
): void {
  const [first] = encoded;
  const photometric = first && encodedPhotometric(first, target.uid, image.photometricInterpretation);
  if (photometric !== undefined) changes.set(TAG.photometricInterpretation, toCode(photometric));
  if (!target.isLossy) return;
  const { rows, columns, samplesPerPixel, bitsAllocated } = image;
  const nativeBytes = (encoded.length * rows * columns * samplesPerPixel * bitsAllocated) / 8;
  const ratio = nativeBytes / encoded.reduce((sum, frame) => sum + frame.length, 0);
  changes.set(LOSSY_IMAGE_COMPRESSION, toCode('01'));
  changes.set(LOSSY_RATIO, { ...toCode(ratio.toFixed(2)), vr: 'DS' });
  changes.set(LOSSY_METHOD, toCode('ISO_10918_1'));
}

function toCode(text: string): NewValue {
  return { vr: 'CS', value: Buffer.from(text.length % 2 === 0 ? text : `${text} `, 'latin1') };
}

function describe(header: DataSet): ImageDescription | null {
  const reader = new AttributeReader(header);
  const number = (tag: number) => reader.integer(tag) ?? 0;
  const rows = number(TAG.rows);
  const columns = number(TAG.columns);
  const bitsAllocated = number(TAG.bitsAllocated);
  if (rows === 0 || columns === 0 || bitsAllocated === 0) return null;
  const bitsStored = number(TAG.bitsStored) || bitsAllocated;
  const samplesPerPixel = number(TAG.samplesPerPixel) || 1;
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    highBit: reader.integer(TAG.highBit) ?? bitsStored - 1,
    pixelRepresentation: number(TAG.pixelRepresentation) === 1 ? 1 : 0,
    planarConfiguration: number(TAG.planarConfiguration) === 1 ? 1 : 0,
    photometricInterpretation: reader.code(TAG.photometricInterpretation),
    sampleKind: 'integer',
  };
}

/** Under OB bytes are single; else pixels of 8 bits lie in words too (PS3.5 section 7.3). */
function wordBytes(vr: string, header: DataSet): 1 | 2 | 4 | 8 {
  if (vr === 'OB') return 1;
  const bits = new AttributeReader(header).integer(TAG.bitsAllocated);
  return bits === 64 ? 8 : bits === 32 ? 4 : 2;
}

function inMemory(bytes: Buffer): ReadableFile {
  return {
    read: (into, offset, length, position) =>
      Promise.resolve({ bytesRead: bytes.copy(into, offset, position, position + length) }),
    stat: () => Promise.resolve({ size: bytes.length }),
  };
}

function toEven(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}

function refuse(detail: string): { readonly ok: false; readonly error: NotTranscoded } {
  return { ok: false, error: { detail, isCodecSuspect: false } };
}
