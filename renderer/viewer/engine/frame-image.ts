import { Enums, utilities, type Types } from '@cornerstonejs/core';
import type { FrameDescription } from '../metadata/frame-description.ts';
import type { DecodedFrame } from '../pixels/decoded-frame.ts';
import { initialVoi } from '../voi/initial-voi.ts';
import { windowOf } from '../voi/presentation.ts';
import { attachFrame } from './loaded-frame.ts';
import { painterOf } from './tile-painter.ts';

/** Wraps a frame for cornerstone's cache and viewport. It draws itself, through the painter of the tile it is shown in. */
export function toCornerstoneImage(
  imageId: string,
  description: FrameDescription,
  pixels: DecodedFrame,
  transferSyntaxUid: string,
): Types.IImage {
  const { rows, columns } = pixels;
  const isGray = pixels.kind === 'gray';
  const voiOfImage = isGray ? initialVoi(description.grayscale, description.format, pixels.values) : null;
  const { center, width } = voiOfImage ? windowOf(voiOfImage) : { center: 128, width: 256 };
  const scalarData = (isGray ? pixels.values : pixels.rgb) as Types.PixelDataTypedArray; // Float64 and Int32 only pass through
  const numberOfComponents = isGray ? 1 : 3;
  const { modality } = description.grayscale;
  const image = {
    imageId,
    rows,
    columns,
    height: rows,
    width: columns,
    color: !isGray,
    rgba: false,
    numberOfComponents,
    dataType: scalarData.constructor.name as Types.PixelDataTypedArrayString,
    sizeInBytes: scalarData.byteLength,
    minPixelValue: isGray ? pixels.min : 0,
    maxPixelValue: isGray ? pixels.max : 255,
    slope: modality.kind === 'linear' ? modality.slope : 1,
    intercept: modality.kind === 'linear' ? modality.intercept : 0,
    preScale: { enabled: false, scalingParameters: { rescaleSlope: 1, rescaleIntercept: 0 } },
    windowCenter: center,
    windowWidth: width,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    invert: description.grayscale.isInverse,
    rowPixelSpacing: description.geometry.pixelAspect,
    columnPixelSpacing: 1,
    photometricInterpretation: description.format.photometricInterpretation,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData,
      width: columns,
      height: rows,
      numberOfComponents,
    }),
    getPixelData: () => scalarData,
    getCanvas: () => {
      throw new Error('images of Bucky draw themselves');
    },
    render: (element: Types.CPUFallbackEnabledElement) => {
      painterOf(element.canvas)?.paint(element);
    },
  } satisfies Partial<Types.IImage> as Types.IImage;
  attachFrame(image, { description, pixels, transferSyntaxUid, voiOfImage });
  return image;
}
