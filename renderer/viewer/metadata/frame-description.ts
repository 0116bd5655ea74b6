import { readNumber, readNumbers, readText, readTexts, type DicomJsonDataSet } from './dicom-json.ts';
import { flattenFrame } from './functional-groups.ts';
import { readGeometry, type Geometry } from './geometry.ts';
import { readGrayscale, type Grayscale } from './grayscale.ts';
import { readPixelFormat, type PixelFormat } from './pixel-format.ts';

/** Everything about one frame that is needed to draw it and to write beside it. */
export interface FrameDescription {
  readonly sopInstanceUid: string;
  readonly modality: string;
  readonly format: PixelFormat;
  readonly grayscale: Grayscale;
  readonly geometry: Geometry;
  /** Lossy Image Compression (0028,2110) is 01; the ratio is 0 when not known. */
  readonly lossy: { readonly ratio: number } | null;
  readonly acquisition: { readonly kilovolts: number | null; readonly milliamperes: number | null };
  readonly viewPosition: string;
  /** How long each frame stands, by what the image says (PS3.3 C.7.6.5); empty when it says nothing. */
  readonly cine: CineTiming;
}

export interface CineTiming {
  readonly frameTimeMs: number | null;
  /** Time from the frame before to this one, one entry a frame; the first is 0 by definition. */
  readonly frameTimeVectorMs: readonly number[];
  readonly cineRateHz: number | null;
  readonly recommendedRateHz: number | null;
}

/** @param frameNumber counted from 1 */
export function describeFrame(dataSet: DicomJsonDataSet, frameNumber: number): FrameDescription {
  const frame = flattenFrame(dataSet, frameNumber);
  const format = readPixelFormat(frame);
  return {
    sopInstanceUid: readText(dataSet, '00080018'),
    modality: readText(dataSet, '00080060'),
    format,
    grayscale: readGrayscale(frame, format.isSigned),
    geometry: readGeometry(frame),
    lossy: readLossy(frame),
    acquisition: {
      kilovolts: readNumber(frame, '00180060') ?? null,
      milliamperes: readNumber(frame, '00181151') ?? null,
    },
    viewPosition: readText(frame, '00185101'),
    cine: {
      frameTimeMs: positive(readNumber(dataSet, '00181063')),
      frameTimeVectorMs: readNumbers(dataSet, '00181065'),
      cineRateHz: positive(readNumber(dataSet, '00180040')),
      recommendedRateHz: positive(readNumber(dataSet, '00082144')),
    },
  };
}

function readLossy(frame: DicomJsonDataSet): FrameDescription['lossy'] {
  if (!readTexts(frame, '00282110').includes('01')) return null;
  // One ratio per compression step (0028,2112); the last one was applied last.
  return { ratio: readNumbers(frame, '00282112').at(-1) ?? 0 };
}

function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}
