import type { InstanceRow, SeriesRow } from '../../../preload/contract/study.ts';

export interface ThumbnailChoice {
  readonly series: SeriesRow;
  readonly instance: InstanceRow;
  /** Place in the series, from 1. */
  readonly number: number;
}

/**
 * All images when there are few, else as many as fit, evenly over the study, so that the whole of it is seen: first
 * and last are always among them.
 */
export function chooseThumbnails(series: readonly SeriesRow[], max: number): readonly ThumbnailChoice[] {
  const all = series.flatMap((one) =>
    one.instances.map((instance, index) => ({ series: one, instance, number: index + 1 })),
  );
  if (all.length <= max) return all;
  return Array.from({ length: max }, (_, place) => {
    const choice = all[Math.round((place * (all.length - 1)) / (max - 1))];
    return choice ? [choice] : [];
  }).flat();
}

export function thumbnailUrl(studyInstanceUid: string, choice: ThumbnailChoice): string {
  const uid = encodeURIComponent;
  const series = uid(choice.series.seriesInstanceUid);
  const instance = uid(choice.instance.sopInstanceUid);
  return `/dicom-web/studies/${uid(studyInstanceUid)}/series/${series}/instances/${instance}/thumbnail`;
}
