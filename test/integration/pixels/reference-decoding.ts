import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toDicomJson } from '../../../main/core/dicom/dicom-json.ts';
import { scanFile } from '../../../main/core/dicom/scan-file.ts';
import { describeImage } from '../../../main/core/pixels/describe/describe-image.ts';
import { sharesChroma, type ImageDescription } from '../../../main/core/pixels/image-description.ts';

const run = promisify(execFile);

/** What DCMTK or GDCM make of a file: the samples of all its frames, uncompressed and little endian. */
export interface ReferenceImage {
  /** Of the file that the other program wrote. */
  readonly image: ImageDescription;
  /** A lossy codec may overshoot what Bits Stored allow: then nothing is masked off. */
  readonly isDecompressed: boolean;
  readonly samples: Buffer | Float64Array;
}

export interface ReferenceFile {
  readonly path: string;
  readonly transferSyntaxUid: string;
  readonly isFloat: boolean;
}

const DCMTK_JPEG = /^1\.2\.840\.10008\.1\.2\.4\.(50|51|53|55|57|70)$/;
const DCMTK_JPEG_LS = /^1\.2\.840\.10008\.1\.2\.4\.8[01]$/;
const GDCM_JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.9[01]$/;
const RUN_LENGTH = '1.2.840.10008.1.2.5';

/** The program that takes a transfer syntax apart; null for one that is not compressed. Colours are left as they are coded. */
function decompressor(transferSyntaxUid: string): readonly [program: string, ...options: string[]] | null {
  if (DCMTK_JPEG.test(transferSyntaxUid)) return ['dcmdjpeg', '--conv-never'];
  if (DCMTK_JPEG_LS.test(transferSyntaxUid)) return ['dcmdjpls'];
  if (transferSyntaxUid === RUN_LENGTH) return ['dcmdrle'];
  return GDCM_JPEG_2000.test(transferSyntaxUid) ? ['gdcmconv', '--raw'] : null;
}

/**
 * Decodes files with programs that share no code with ours: one process for each compressed file, GDCM where the first
 * refuses, and one for all of them to get the samples out.
 *
 * @returns by path; without those that every program refused
 */
export async function decodeElsewhere(
  files: readonly ReferenceFile[],
  folder: string,
): Promise<ReadonlyMap<string, ReferenceImage>> {
  const plain = files.map((_, index) => path.join(folder, `${index}.dcm`));
  const queue = files.map((file, index) => ({ file, output: plain[index] ?? '' }));
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await decompress(next.file, next.output);
  };
  await Promise.all([work(), work(), work()]);
  const dumped = ['-q', '+P', '7fe0,0010', '+W', folder, ...plain.filter((file) => existsSync(file))];
  await run('dcmdump', dumped, { maxBuffer: 2 ** 26 }).catch(() => null);
  const rawFiles = readdirSync(folder).filter((name) => name.endsWith('.raw'));
  const decoded = new Map<string, ReferenceImage>();
  for (const [index, file] of files.entries()) {
    // The pixels of an icon come before those of the image.
    const own = rawFiles.filter((name) => name.startsWith(`${index}.dcm.`)).toSorted();
    const raw = own.at(-1);
    const reference = await readReference(
      file,
      plain[index] ?? '',
      raw === undefined ? null : path.join(folder, raw),
    );
    if (reference) decoded.set(file.path, reference);
  }
  return decoded;
}

async function decompress(file: ReferenceFile, output: string): Promise<void> {
  const [program, ...options] = decompressor(file.transferSyntaxUid) ?? [];
  if (program === undefined) {
    symlinkSync(file.path, output);
    return;
  }
  await run(program, [...options, file.path, output]).catch(() =>
    run('gdcmconv', ['--raw', file.path, output]).catch(() => null),
  );
}

async function readReference(
  file: ReferenceFile,
  plain: string,
  raw: string | null,
): Promise<ReferenceImage | null> {
  const image = existsSync(plain) ? await readDescription(plain) : null;
  if (!image) return null;
  const isDecompressed = decompressor(file.transferSyntaxUid) !== null;
  if (file.isFloat) return { image, isDecompressed, samples: await readFloats(plain) };
  return raw === null ? null : { image, isDecompressed, samples: readFileSync(raw) };
}

async function readDescription(file: string): Promise<ImageDescription | null> {
  await using handle = await open(file);
  const parsed = await scanFile(handle);
  return parsed.ok ? describeImage(toDicomJson(parsed.value.scanned)) : null;
}

/** DCMTK prints as many digits as a number has. */
async function readFloats(file: string): Promise<Float64Array> {
  const options = ['-q', '+L', '+P', '7fe0,0008', '+P', '7fe0,0009', file];
  const { stdout } = await run('dcmdump', options, { maxBuffer: 2 ** 28 });
  return Float64Array.from(/ O[FD] (\S+)/.exec(stdout)?.[1]?.split('\\') ?? [], Number);
}

/** Samples of one frame as numbers, colour pixel after pixel. */
export function referenceSamples(reference: ReferenceImage, frameIndex: number): Float64Array {
  const { image, samples } = reference;
  const { rows, columns, samplesPerPixel, bitsAllocated } = image;
  const perPixel = sharesChroma(image) ? 2 : samplesPerPixel;
  const plane = rows * columns;
  const isPlanar = image.planarConfiguration === 1 && perPixel === 3;
  const first = frameIndex * plane * perPixel;
  const numbers = new Float64Array(plane * perPixel);
  for (let index = 0; index < numbers.length; index++) {
    const at = first + (isPlanar ? (index % 3) * plane + Math.floor(index / 3) : index);
    if (!Buffer.isBuffer(samples)) numbers[index] = samples[at] ?? NaN;
    else numbers[index] = toStored(readBits(samples, at * bitsAllocated, bitsAllocated), reference);
  }
  return numbers;
}

/** Masks off the bits around the stored ones and extends the sign. */
function toStored(sample: number, { image, isDecompressed }: ReferenceImage): number {
  const { bitsStored, highBit, pixelRepresentation } = image;
  if (isDecompressed && pixelRepresentation === 0) return sample;
  const bits = Math.floor(sample / 2 ** Math.max(0, highBit + 1 - bitsStored)) % 2 ** bitsStored;
  return pixelRepresentation === 1 && bits >= 2 ** (bitsStored - 1) ? bits - 2 ** bitsStored : bits;
}

/** The least significant bit comes first (PS3.5 section 8.1.1). */
function readBits(bytes: Buffer, firstBit: number, count: number): number {
  if (count === 8) return bytes.readUInt8(firstBit / 8);
  if (count === 16) return bytes.readUInt16LE(firstBit / 8);
  if (count === 32) return bytes.readUInt32LE(firstBit / 8);
  let value = 0;
  for (let bit = 0; bit < count; bit++) {
    const at = firstBit + bit;
    value += (((bytes[Math.floor(at / 8)] ?? 0) >> (at % 8)) & 1) * 2 ** bit;
  }
  return value;
}
