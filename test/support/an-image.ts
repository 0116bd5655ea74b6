import type { ImageDescription } from '../../main/core/pixels/image-description.ts';

/** A small 8-bit MONOCHROME2 image; a test names only what matters to it. */
export function anImage(changes: Partial<ImageDescription> = {}): ImageDescription {
  const bitsAllocated = changes.bitsAllocated ?? 8;
  const bitsStored = changes.bitsStored ?? bitsAllocated;
  return {
    rows: 2,
    columns: 2,
    samplesPerPixel: 1,
    bitsAllocated,
    bitsStored,
    highBit: bitsStored - 1,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    sampleKind: 'integer',
    ...changes,
  };
}
