import { cache, init as initCore, metaData, RenderingEngine, setUseCPURendering } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import { FRAME_SCHEME } from '../frames/frame-address.ts';
import type { FrameDescription } from '../metadata/frame-description.ts';
import { frameMemoryBytes } from './memory-budget.ts';

const RENDERING_ENGINE = 'bucky';
const MOST_WORKERS = 4;

const descriptions = new Map<string, FrameDescription>();
let renderingEngine: RenderingEngine | undefined;

/**
 * Cornerstone keeps process-wide state; this is the only place that sets it up, on first use.
 *
 * Stacks are drawn on the CPU on every machine: the same pixels everywhere, with every VOI function and table of the
 * standard, and no context that can be lost. Volumes will use the GPU where there is one.
 */
export function cornerstoneEngine(): RenderingEngine {
  if (renderingEngine) return renderingEngine;
  initCore();
  setUseCPURendering(true);
  initLoader({ maxWebWorkers: Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1)) });
  cache.setMaxCacheSize(frameBudgetBytes());
  metaData.addProvider(provideMetadata);
  renderingEngine = new RenderingEngine(RENDERING_ENGINE);
  return renderingEngine;
}

export function frameBudgetBytes(): number {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number }; // Chromium only
  return frameMemoryBytes(deviceMemory);
}

/** What cornerstone may ask about an image of ours from now on. */
export function publishDescription(imageId: string, description: FrameDescription): void {
  descriptions.set(imageId, description);
}

export function forgetDescriptions(imageIds: Iterable<string>): void {
  for (const imageId of imageIds) descriptions.delete(imageId);
}

/** Answers with cornerstone's module names and undefined for what is not ours. */
function provideMetadata(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string' || !imageId.startsWith(`${FRAME_SCHEME}:`)) return undefined;
  const description = descriptions.get(imageId);
  if (!description) return undefined;
  const { format, modality } = description;
  switch (type) {
    case 'imagePixelModule':
      return { ...format, pixelRepresentation: format.isSigned ? 1 : 0 };
    case 'generalSeriesModule':
      return { modality };
    case 'sopCommonModule':
      return { sopInstanceUID: description.sopInstanceUid };
    case 'imagePlaneModule':
      return imagePlaneModule(description);
    default:
      return undefined;
  }
}

function imagePlaneModule({ geometry, format }: FrameDescription) {
  const { rowDirection, columnDirection, spacingMm } = geometry;
  return {
    frameOfReferenceUID: geometry.frameOfReferenceUid,
    rows: format.rows,
    columns: format.columns,
    rowCosines: rowDirection,
    columnCosines: columnDirection,
    imageOrientationPatient: rowDirection && columnDirection ? [...rowDirection, ...columnDirection] : null,
    imagePositionPatient: geometry.positionMm,
    rowPixelSpacing: spacingMm?.row ?? null,
    columnPixelSpacing: spacingMm?.column ?? null,
    sliceThickness: geometry.sliceThicknessMm,
    sliceLocation: geometry.sliceLocationMm,
  };
}
