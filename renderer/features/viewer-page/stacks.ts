import type { InstanceRow, SeriesRow } from '../../../preload/contract/study.ts';
import type { StackFrame } from '../../viewer/engine/stack-engine.ts';
import { objectName } from '../../viewer/metadata/sop-class.ts';

/** One entry of the series strip: what one tile can show. */
export type StripEntry = ImageStack | PictureLessObject;

export interface ImageStack {
  readonly kind: 'stack';
  /** Stays the same while images arrive. */
  readonly key: string;
  readonly series: SeriesRow;
  readonly frames: readonly StackFrame[];
  readonly thumbnailSopInstanceUid: string;
  readonly isMultiFrame: boolean;
}

/** A report, a plan, a document: nothing to draw. */
export interface PictureLessObject {
  readonly kind: 'object';
  readonly key: string;
  readonly series: SeriesRow;
  readonly name: string;
  readonly instanceCount: number;
}

/**
 * Single-frame images of a series are one stack; each multi-frame image (a clip, an enhanced volume) is a stack of its
 * own, so that ten ultrasound clips of one series do not run into each other.
 */
export function toStripEntries(
  studyInstanceUid: string,
  series: readonly SeriesRow[],
): readonly StripEntry[] {
  return series.flatMap((each) => seriesEntries(studyInstanceUid, each));
}

function seriesEntries(studyInstanceUid: string, series: SeriesRow): readonly StripEntry[] {
  const pictures = series.instances.filter((instance) => instance.hasPixels);
  const singles = pictures.filter((instance) => instance.numberOfFrames <= 1);
  const clips = pictures.filter((instance) => instance.numberOfFrames > 1);
  const others = series.instances.filter((instance) => !instance.hasPixels);
  const entries: StripEntry[] = [];
  if (singles.length > 0) entries.push(toStack(studyInstanceUid, series, singles, series.seriesInstanceUid));
  for (const clip of clips) entries.push(toStack(studyInstanceUid, series, [clip], clip.sopInstanceUid));
  const first = others[0];
  if (first) {
    entries.push({
      kind: 'object',
      key: `${series.seriesInstanceUid}/objects`,
      series,
      name: objectName(first.sopClassUid, series.modality),
      instanceCount: others.length,
    });
  }
  return entries;
}

function toStack(
  studyInstanceUid: string,
  series: SeriesRow,
  instances: readonly InstanceRow[],
  key: string,
): ImageStack {
  const middle = instances[Math.floor(instances.length / 2)];
  return {
    kind: 'stack',
    key,
    series,
    frames: instances.flatMap((instance) => toFrames(studyInstanceUid, series, instance)),
    thumbnailSopInstanceUid: middle?.sopInstanceUid ?? '',
    isMultiFrame: instances.some((instance) => instance.numberOfFrames > 1),
  };
}

function toFrames(studyInstanceUid: string, series: SeriesRow, instance: InstanceRow): readonly StackFrame[] {
  const { sopInstanceUid, transferSyntaxUid } = instance;
  return Array.from({ length: Math.max(1, instance.numberOfFrames) }, (_, index) => ({
    studyInstanceUid,
    seriesInstanceUid: series.seriesInstanceUid,
    sopInstanceUid,
    transferSyntaxUid,
    frameNumber: index + 1,
  }));
}
