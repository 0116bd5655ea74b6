import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DataSetScanner } from '../../../main/core/dicom/data-set-scanner.ts';
import { encodePart10Header } from '../../../main/core/dicom/part10.ts';
import { transcodeObject } from '../../../main/core/retrieve/transcode/transcode-object.ts';
import { NativeCodecs } from '../../../main/core/pixels/decode/native-codecs.ts';
import { explainMissing, type ProgramName } from '../../support/programs.ts';
import { loadObject, type SendableObject } from '../../support/send.ts';
import { hasSharedData } from '../../support/shared-data.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { runProgram } from '../association/run-program.ts';
import { dumpFile } from '../query/dump.ts';
import { CT_SLICES, sharedObjects } from './retrieving-core.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const NATIVE = {
  implicit: '1.2.840.10008.1.2',
  explicit: EXPLICIT,
  'big endian': '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
} as const;
const SLICE = CT_SLICES[0]!;
const codecs = new NativeCodecs();

describe.skipIf(explainMissing(['dcmdjpeg', 'dcmdjpls', 'dcmconv', 'dcmdump', 'gdcmconv']) !== null)(
  'an object is brought to another transfer syntax',
  () => {
    const folder = aTemporaryFolder();
    afterAll(() => folder[Symbol.dispose]());

    const write = (name: string, object: SendableObject) => {
      const file = path.join(folder.path, name);
      const header = encodePart10Header({ ...object, sourceAeTitle: 'TEST' });
      writeFileSync(file, Buffer.concat([header, object.dataSet]));
      return file;
    };
    /** What another program makes of an object, with native pixels in Explicit VR Little Endian. */
    const decodedBy = async (program: ProgramName, options: readonly string[], object: SendableObject) => {
      const made = path.join(folder.path, 'decoded.dcm');
      const { exitCode, output } = await runProgram(program, [
        ...options,
        write('encoded.dcm', object),
        made,
      ]);
      const decoded = exitCode === 0 ? loadObject('decoded', made) : null;
      if (!decoded) throw new Error(`${program} could not read it: ${output}`);
      return decoded;
    };

    it.each(Object.entries(NATIVE))('%s, as dcmdjpeg and dcmconv do', async (_name, target) => {
      const reference = await decodedBy('dcmdjpeg', [], SLICE);
      const made = await transcode(SLICE, target);
      const plain = target === EXPLICIT ? made : await decodedBy('dcmconv', ['+te'], made);
      expect(nativePixels(plain)).toEqual(nativePixels(reference));
      const [ours, theirs] = [plain, reference].map((object) => dumpFile(write('dumped.dcm', object))!);
      const differing = [...theirs!].filter(([tag, value]) => ours!.get(tag) !== value).map(([tag]) => tag);
      expect(differing).toEqual([]);
    });

    it.each([
      { name: 'JPEG Lossless', uid: '1.2.840.10008.1.2.4.70', program: 'dcmdjpeg', options: [] },
      { name: 'JPEG-LS', uid: '1.2.840.10008.1.2.4.80', program: 'dcmdjpls', options: [] },
      { name: 'JPEG 2000', uid: '1.2.840.10008.1.2.4.90', program: 'gdcmconv', options: ['-w'] },
      { name: 'RLE', uid: '1.2.840.10008.1.2.5', program: 'gdcmconv', options: ['-w'] },
    ] as const)('$name, and $program finds the same pixels in it', async ({ uid, program, options }) => {
      const native = await transcode(SLICE, EXPLICIT);
      const made = await transcode(native, uid);
      expect(made.dataSet.length).toBeLessThan(native.dataSet.length / 2);
      expect(nativePixels(await decodedBy(program, options, made))).toEqual(nativePixels(native));
    });

    it('not when its file is not what was received', async () => {
      const made = await transcodeObject(
        SLICE.dataSet,
        { stored: SLICE.transferSyntaxUid, target: EXPLICIT },
        'another hash',
        codecs,
      );
      expect(made).toMatchObject({ ok: false, error: { detail: 'Its file is not what was received.' } });
    });

    it('not when it ends in the middle of its pixels', async () => {
      const dataSet = SLICE.dataSet.subarray(0, SLICE.dataSet.length / 2);
      await expect(transcode({ ...SLICE, dataSet }, EXPLICIT)).rejects.toThrow('ends early');
    });

    it.skipIf(!hasSharedData)('from every kind of compression, as GDCM does', async () => {
      const objects = sharedObjects(/^syntaxes\//, 1_000_000).filter(
        ({ transferSyntaxUid }, index, all) =>
          !Object.values<string>(NATIVE).includes(transferSyntaxUid) &&
          all.slice(0, index).filter((other) => other.transferSyntaxUid === transferSyntaxUid).length < 2,
      );
      const compared = new Set<string>();
      for (const object of objects) {
        const made = await transcode(object, EXPLICIT).catch(() => null);
        const reference = await decodedBy('gdcmconv', ['-w'], object).catch(() => null);
        const pixels = reference && nativePixels(reference);
        // GDCM decodes lossy JPEG with another rounding, and leaves colours by plane.
        if (made === null || !pixels || isLossyJpeg(object) || isPlanar(reference)) continue;
        expect(nativePixels(made)?.equals(pixels), object.name).toBe(true);
        compared.add(object.transferSyntaxUid);
      }
      expect(compared.size).toBeGreaterThanOrEqual(5);
    });

    it.skipIf(!hasSharedData)('and text, private parts and numbers stay what they were', async () => {
      const objects = sharedObjects(/^(charsets|nonimage|singles)\//, 500_000)
        .filter(({ transferSyntaxUid }) => Object.values<string>(NATIVE).includes(transferSyntaxUid))
        .slice(0, 12);
      for (const object of objects) {
        const original = dumpFile(write('original.dcm', object));
        const first = await transcode(object, NATIVE['big endian']).catch(() => null);
        if (!original || !first) continue;
        const back = dumpFile(write('back.dcm', await transcode(first, EXPLICIT)));
        const differing = [...original].filter(
          ([tag, value]) => isPlainElement(tag, value) && back?.get(tag) !== value,
        );
        expect(differing, object.name).toEqual([]);
      }
    });
  },
);

/** Neither a group length, nor where a sequence begins and ends, nor pixels, whose VR may change. */
function isPlainElement(tag: string, value: string): boolean {
  return (
    tag !== '7FE00010' && !tag.endsWith('0000') && !tag.startsWith('FFFE') && !value.startsWith('(Sequence')
  );
}

async function transcode(object: SendableObject, target: string): Promise<SendableObject> {
  const sha256 = createHash('sha256').update(object.dataSet).digest('hex');
  const syntaxes = { stored: object.transferSyntaxUid, target };
  const made = await transcodeObject(object.dataSet, syntaxes, sha256, codecs);
  if (!made.ok) throw new Error(made.error.detail);
  return { ...object, transferSyntaxUid: target, dataSet: made.value };
}

function scan({ dataSet, transferSyntaxUid }: SendableObject) {
  const scanner = new DataSetScanner(transferSyntaxUid);
  scanner.push(dataSet);
  return scanner.finish();
}

function nativePixels(object: SendableObject): Buffer | null {
  const { pixelData } = scan(object);
  if (pixelData?.length === undefined || pixelData.length === null) return null;
  return object.dataSet.subarray(pixelData.valueOffset, pixelData.valueOffset + pixelData.length);
}

function isPlanar(object: SendableObject): boolean {
  return scan(object).header.elements.get(0x00280006)?.value?.[0] === 1;
}

function isLossyJpeg({ transferSyntaxUid }: SendableObject): boolean {
  return /^1\.2\.840\.10008\.1\.2\.4\.(5[01]|91|203)$/.test(transferSyntaxUid);
}
