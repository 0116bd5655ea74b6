import { describe, expect, it } from 'vitest';
import type { SeriesRow } from '../../../preload/contract/study.ts';
import { chooseThumbnails, thumbnailUrl } from './thumbnail-choice.ts';

function aSeries(seriesInstanceUid: string, count: number): SeriesRow {
  return {
    seriesInstanceUid,
    modality: 'CT',
    seriesNumber: 1,
    seriesDescription: '',
    bodyPartExamined: '',
    stationName: '',
    instances: Array.from({ length: count }, (_, index) => ({
      sopInstanceUid: `${seriesInstanceUid}.${index + 1}`,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      instanceNumber: index + 1,
      numberOfFrames: 1,
      rows: 512,
      columns: 512,
      hasPixels: true,
      warnings: [],
      verdict: null,
    })),
  };
}

describe('chooseThumbnails', () => {
  it('takes all images of all series when they fit', () => {
    const choices = chooseThumbnails([aSeries('1', 2), aSeries('2', 1)], 30);
    expect(choices.map(({ instance }) => instance.sopInstanceUid)).toEqual(['1.1', '1.2', '2.1']);
  });

  it('has those that are to be looked at among them, without losing first and last', () => {
    const series = aSeries('1', 300);
    const instances = series.instances.map((instance) =>
      instance.instanceNumber === 17 || instance.instanceNumber === 18
        ? { ...instance, verdict: 'check' as const }
        : { ...instance, verdict: 'good' as const },
    );
    const numbers = chooseThumbnails([{ ...series, instances }], 30).map(({ number }) => number);
    expect(numbers).toHaveLength(30);
    expect(numbers).toEqual(expect.arrayContaining([1, 17, 18, 300]));
  });

  it('spreads over a long series and keeps its first and last image', () => {
    const numbers = chooseThumbnails([aSeries('1', 300)], 30).map(({ number }) => number);
    expect(numbers).toHaveLength(30);
    expect([numbers[0], numbers.at(-1)]).toEqual([1, 300]);
    expect(new Set(numbers).size).toBe(30);
  });

  it('has nothing for a study without objects', () => {
    expect(chooseThumbnails([], 30)).toEqual([]);
  });
});

it('thumbnailUrl names study, series and instance', () => {
  const choice = chooseThumbnails([aSeries('1.2', 1)], 1)[0]!;
  expect(thumbnailUrl('1', choice)).toBe('/dicom-web/studies/1/series/1.2/instances/1.2.1/thumbnail');
});
