import type { ImageDescription, SampleLayout } from '../image-description.ts';

const GRAY = ['MONOCHROME1', 'MONOCHROME2'];
const COLOR = ['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL', 'YBR_PARTIAL_422'];

/** What the samples of a decoded frame are, once they have no Photometric Interpretation of compression any more. */
export type SampleMeaning = 'gray' | 'palette' | 'color';

/** @returns null for what Bucky does not know: CMYK, ARGB, HSV and the like (retired), or a number of samples that does not fit */
export function meaningOf(layout: SampleLayout): SampleMeaning | null {
  const { photometricInterpretation, samplesPerPixel } = layout;
  if (samplesPerPixel === 1 && GRAY.includes(photometricInterpretation)) return 'gray';
  if (samplesPerPixel === 1 && photometricInterpretation === 'PALETTE COLOR') return 'palette';
  return samplesPerPixel === 3 && COLOR.includes(photometricInterpretation) ? 'color' : null;
}

/** Plain words: why a decoded frame cannot be read; null when it can. */
export function findObjection(layout: SampleLayout, image: ImageDescription): string | null {
  const meaning = meaningOf(layout);
  if (meaning === 'palette' && !image.palette) return 'Its palette of colours is missing.';
  if (meaning !== null) return null;
  const { photometricInterpretation, samplesPerPixel } = layout;
  return `Bucky cannot show ${photometricInterpretation} with ${samplesPerPixel} samples a pixel.`;
}
