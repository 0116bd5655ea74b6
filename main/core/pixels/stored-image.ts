import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { toDicomJson, type DicomJson } from '../dicom/dicom-json.ts';
import { buildFrameTable, type FrameTable } from '../dicom/frame-table.ts';
import { readFrame, type FrameProblem } from '../dicom/read-frame.ts';
import { scanFile } from '../dicom/scan-file.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../dicom/transfer-syntax.ts';
import { ok, type Result } from '../shared/result.ts';
import { decodeFrame } from './decode/decode-frame.ts';
import type { NativeCodecs } from './decode/native-codecs.ts';
import { refusal, type DecodeError, type DecodeResult } from './decode/native-frame.ts';
import { toDecodedFrame } from './decode-to-frame.ts';
import type { DecodedFrame } from './decoded-frame.ts';
import { describeImage } from './describe/describe-image.ts';
import type { ImageDescription } from './image-description.ts';

/** What was learned of an object when it was received, so that its file need not be read through again. */
export interface ImageFacts {
  readonly transferSyntaxUid: string;
  /** First byte of the data set in the file. */
  readonly dataSetOffset: number;
  readonly table: FrameTable;
  /** In the DICOM JSON model (PS3.18 Annex F). */
  readonly metadata: DicomJson;
}

const PROBLEMS: Readonly<Record<FrameProblem, string>> = {
  'no-such-frame': 'It has no such frame.',
  'ended-early': 'Its image data stops early.',
  'too-large': 'One of its frames is too large.',
  'cannot-inflate': 'Its deflated data is damaged.',
};

/** The image in one stored file, frame by frame. Close it. For a worker: decoding may hang or damage the codecs. */
export class StoredImage implements AsyncDisposable {
  readonly facts: ImageFacts;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, facts: ImageFacts) {
    this.#file = file;
    this.facts = facts;
  }

  /**
   * Reads the whole file once when `facts` are not known yet.
   *
   * @returns an error in plain words for a file that cannot be read, or holds no image; never throws on bad input
   */
  static async open(filePath: string, facts?: ImageFacts): Promise<Result<StoredImage, DecodeError>> {
    const file = await open(filePath).catch(() => null);
    if (!file) return refusal('Its file cannot be read.');
    const known = facts ? ok(facts) : await learnFacts(file);
    if (known.ok) return ok(new StoredImage(file, known.value));
    await file.close();
    return known;
  }

  get frameCount(): number {
    return this.facts.table.frameCount;
  }

  /** @param index counts from 0 */
  describe(index: number): ImageDescription | null {
    return describeImage(this.facts.metadata, index);
  }

  /** Stored bytes of a frame: little endian samples, or its codestream. */
  async readFrame(index: number): Promise<Result<Buffer, DecodeError>> {
    const { dataSetOffset, table } = this.facts;
    const frame = await readFrame(this.#file, dataSetOffset, table, index).catch(() => null);
    if (!frame) return refusal('Its file cannot be read.');
    return frame.ok ? frame : refusal(PROBLEMS[frame.error]);
  }

  /** Samples as they were before compression, without any LUT. */
  async decodeNative(index: number, codecs: NativeCodecs): Promise<DecodeResult> {
    const image = this.describe(index);
    if (!image) return refusal('Its header does not describe an image.');
    const frame = await this.readFrame(index);
    if (!frame.ok) return frame;
    const { table, transferSyntaxUid } = this.facts;
    // Native frames are read as little endian, whatever they are stored as.
    const syntaxUid = table.kind === 'native' ? EXPLICIT_VR_LITTLE_ENDIAN : transferSyntaxUid;
    return await decodeFrame(frame.value, syntaxUid, image, codecs);
  }

  async decode(index: number, codecs: NativeCodecs): Promise<Result<DecodedFrame, DecodeError>> {
    const image = this.describe(index);
    const native = await this.decodeNative(index, codecs);
    if (!native.ok) return native;
    return image ? toDecodedFrame(native.value, image) : refusal('Its header does not describe an image.');
  }

  /**
   * SHA-256 in hex over what `readFrame` gives, frame after frame: little endian samples without padding, or the
   * codestreams without item headers and offset tables. So the same pixels under another UID, in other fragments or in
   * the other byte order have the same hash; those that were compressed anew have another one.
   */
  async pixelDataSha256(): Promise<Result<string, DecodeError>> {
    const hash = createHash('sha256');
    for (let index = 0; index < this.frameCount; index += 1) {
      const frame = await this.readFrame(index);
      if (!frame.ok) return frame;
      hash.update(frame.value);
    }
    return ok(hash.digest('hex'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

async function learnFacts(file: FileHandle): Promise<Result<ImageFacts, DecodeError>> {
  const parsed = await scanFile(file).catch(() => null);
  if (!parsed) return refusal('Its file cannot be read.');
  if (!parsed.ok) return refusal('It is no DICOM file.');
  const { scanned, dataSetOffset, meta } = parsed.value;
  if (scanned.pixelData === null) return refusal('It has no image.');
  const table = buildFrameTable(scanned, meta.transferSyntaxUid);
  if (!table) return refusal('Its frames cannot be told apart.');
  return ok({
    transferSyntaxUid: meta.transferSyntaxUid,
    dataSetOffset,
    table,
    metadata: toDicomJson(scanned),
  });
}
