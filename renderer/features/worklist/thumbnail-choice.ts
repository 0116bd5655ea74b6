import type { InstanceRow, SeriesRow } from '../../../preload/contract/study.ts';

export interface ThumbnailChoice {
  readonly series: SeriesRow;
  readonly instance: InstanceRow;
  /** Place in the series, from 1. */
  readonly number: number;
}

/**
 * All images when there are few, else as many as fit, evenly over the study, so that the whole of it is seen: first
 * and last are always among them, and what is to be looked at as far as there is room.
 */
export function chooseThumbnails(series: readonly SeriesRow[], max: number): readonly ThumbnailChoice[] {
  const all = series.flatMap((one) =>
    one.instances.map((instance, index) => ({ series: one, instance, number: index + 1 })),
  );
  if (all.length <= max) return all;
  const evenly = Array.from({ length: max }, (_, place) =>
    Math.round((place * (all.length - 1)) / (max - 1)),
  );
  return withFlagged(all, evenly).flatMap((index) => all[index] ?? []);
}

/** What is to be looked at takes the place of its nearest good neighbour, as long as half of the places stay. */
function withFlagged(all: readonly ThumbnailChoice[], evenly: readonly number[]): readonly number[] {
  const isFlagged = (index: number) => {
    const verdict = all[index]?.instance.verdict ?? null;
    return verdict !== null && verdict !== 'good';
  };
  const places = new Set(evenly);
  const flagged = all.flatMap((_, index) => (isFlagged(index) && !places.has(index) ? [index] : []));
  for (const index of flagged.slice(0, Math.floor(evenly.length / 2))) {
    const inner = [...places].filter((place) => place > 0 && place < all.length - 1 && !isFlagged(place));
    const nearest = inner.toSorted((a, b) => Math.abs(a - index) - Math.abs(b - index))[0];
    if (nearest === undefined) break;
    places.delete(nearest);
    places.add(index);
  }
  return [...places].toSorted((a, b) => a - b);
}

export function thumbnailUrl(studyInstanceUid: string, choice: ThumbnailChoice): string {
  const uid = encodeURIComponent;
  const series = uid(choice.series.seriesInstanceUid);
  const instance = uid(choice.instance.sopInstanceUid);
  return `/dicom-web/studies/${uid(studyInstanceUid)}/series/${series}/instances/${instance}/thumbnail`;
}
