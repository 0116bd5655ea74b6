import type { ImageDescription, SampleLayout } from '../image-description.ts';
import type { VoiLutFunction } from '../voi-transform.ts';
import { DicomJsonItem } from './dicom-json.ts';
import { readLookupTable } from './lookup-table.ts';
import { readPalette } from './palette.ts';

const FLOAT_PIXEL_DATA = '7FE00008';
const DOUBLE_FLOAT_PIXEL_DATA = '7FE00009';
const PIXEL_DATA = '7FE00010';
const SHARED_FUNCTIONAL_GROUPS = '52009229';
const PER_FRAME_FUNCTIONAL_GROUPS = '52009230';
const PIXEL_VALUE_TRANSFORMATION = '00289145';
const FRAME_VOI_LUT = '00289132';
const PIXEL_MEASURES = '00289110';
const MODALITY_LUT_SEQUENCE = '00283000';
const VOI_LUT_SEQUENCE = '00283010';

/** Ratios beyond this come from broken headers and would leave a line for a picture. */
const MAX_PIXEL_ASPECT = 8;

/**
 * What is needed to read and draw one frame of an instance.
 *
 * @param metadata the instance's DICOM JSON (PS3.18 Annex F); palettes as InlineBinary
 * @param frameIndex counts from 0; chooses the per-frame functional groups of an enhanced object
 * @returns null when the metadata describes no image
 */
export function describeImage(metadata: unknown, frameIndex = 0): ImageDescription | null {
  const top = new DicomJsonItem(metadata);
  const size = readSize(top);
  if (!size) return null;
  const groups = functionalGroups(top, frameIndex);
  const layout = readLayout(top, size.bitsAllocated);
  const palette = layout.photometricInterpretation === 'PALETTE COLOR' ? readPalette(top) : undefined;
  return {
    ...size,
    ...layout,
    ...readPadding(top),
    ...readModality(top, nearest(groups, top, PIXEL_VALUE_TRANSFORMATION), layout),
    ...readVoi(top, nearest(groups, top, FRAME_VOI_LUT)),
    ...readPixelAspect(nearest(groups, top, PIXEL_MEASURES)),
    ...(palette ? { palette } : {}),
  };
}

function readSize(top: DicomJsonItem): Pick<ImageDescription, 'rows' | 'columns' | 'bitsAllocated'> | null {
  const rows = top.number('00280010') ?? 0;
  const columns = top.number('00280011') ?? 0;
  const bitsAllocated = top.number('00280100') ?? 0;
  return rows > 0 && columns > 0 && bitsAllocated > 0 ? { rows, columns, bitsAllocated } : null;
}

function readLayout(top: DicomJsonItem, bitsAllocated: number): SampleLayout {
  const samplesPerPixel = top.number('00280002') ?? 1;
  const isFloat = !top.has(PIXEL_DATA) && (top.has(FLOAT_PIXEL_DATA) || top.has(DOUBLE_FLOAT_PIXEL_DATA));
  const bitsStored = Math.min(top.number('00280101') ?? bitsAllocated, bitsAllocated) || bitsAllocated;
  return {
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    highBit: top.number('00280102') ?? bitsStored - 1,
    pixelRepresentation: top.number('00280103') === 1 ? 1 : 0,
    planarConfiguration: top.number('00280006') === 1 ? 1 : 0,
    photometricInterpretation: top.text('00280004') ?? (samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2'),
    sampleKind: isFloat ? 'float' : 'integer',
  };
}

function readPadding(top: DicomJsonItem): Partial<ImageDescription> {
  const pixelPaddingValue = top.number('00280120');
  const pixelPaddingRangeLimit = top.number('00280121');
  return {
    ...(pixelPaddingValue === undefined ? {} : { pixelPaddingValue }),
    ...(pixelPaddingRangeLimit === undefined ? {} : { pixelPaddingRangeLimit }),
  };
}

/** A sequence and a slope exclude each other (PS3.3 section C.11.1); where both stand, the sequence is the exact one. */
function readModality(
  top: DicomJsonItem,
  source: DicomJsonItem,
  layout: SampleLayout,
): Partial<ImageDescription> {
  const modalityLut = readLookupTable(top.items(MODALITY_LUT_SEQUENCE)[0], layout.pixelRepresentation === 1);
  if (modalityLut) return { modalityLut };
  const rescaleSlope = source.number('00281053');
  const rescaleIntercept = source.number('00281052');
  return {
    ...(rescaleSlope === undefined || rescaleSlope === 0 ? {} : { rescaleSlope }),
    ...(rescaleIntercept === undefined ? {} : { rescaleIntercept }),
  };
}

/** Window and table belong to the output of the Modality LUT: they mean nothing when its sequence cannot be read. */
function readVoi(top: DicomJsonItem, source: DicomJsonItem): Partial<ImageDescription> {
  const [modalityItem] = top.items(MODALITY_LUT_SEQUENCE);
  if (modalityItem && !readLookupTable(modalityItem, false)) return {};
  const voiLut = readLookupTable(top.items(VOI_LUT_SEQUENCE)[0], false);
  return { ...(voiLut ? { voiLut } : {}), ...readWindow(source) };
}

function readWindow(source: DicomJsonItem): Partial<ImageDescription> {
  const windowCenter = source.number('00281050');
  const windowWidth = source.number('00281051');
  if (windowCenter === undefined || windowWidth === undefined || windowWidth <= 0) return {};
  return { windowCenter, windowWidth, voiLutFunction: toVoiLutFunction(source.text('00281056')) };
}

function toVoiLutFunction(text: string | undefined): VoiLutFunction {
  return text === 'SIGMOID' || text === 'LINEAR_EXACT' ? text : 'LINEAR';
}

/** Each of these is height before width: Pixel Aspect Ratio, Pixel Spacing, Imager Pixel Spacing. */
function readPixelAspect(source: DicomJsonItem): Partial<ImageDescription> {
  for (const tag of ['00280034', '00280030', '00181164']) {
    const [height, width] = source.numbers(tag);
    const ratio = (height ?? 0) / (width ?? 0);
    if (ratio >= 1 / MAX_PIXEL_ASPECT && ratio <= MAX_PIXEL_ASPECT) return { pixelHeightToWidth: ratio };
  }
  return {};
}

/** The frame's own groups first, then those that all frames share. */
function functionalGroups(top: DicomJsonItem, frameIndex: number): readonly DicomJsonItem[] {
  const own = top.items(PER_FRAME_FUNCTIONAL_GROUPS)[frameIndex];
  const shared = top.items(SHARED_FUNCTIONAL_GROUPS)[0];
  return [own, shared].filter((group) => group !== undefined);
}

/** The item of a functional group that holds for the frame, else the top level, where a classic object has the same attributes. */
function nearest(groups: readonly DicomJsonItem[], top: DicomJsonItem, sequenceTag: string): DicomJsonItem {
  for (const group of groups) {
    const [first] = group.items(sequenceTag);
    if (first) return first;
  }
  return top;
}
