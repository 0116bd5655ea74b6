import { describe, expect, it } from 'vitest';
import { checkDrift, checkExposure, deviationIndex, scoreExposure } from './exposure-index.ts';

const unknown = { exposureIndex: null, targetExposureIndex: null, deviationIndex: null };

describe('the exposure of an image', () => {
  it('is not judged when the header does not tell', () => {
    expect(deviationIndex(unknown)).toBeNull();
    expect(scoreExposure(unknown)).toBeNull();
    expect(checkExposure({ ...unknown, exposureIndex: 300 })).toEqual([]);
    expect(checkExposure({ ...unknown, exposureIndex: 300, targetExposureIndex: 0 })).toEqual([]);
  });

  it('is fine within a factor of two of what was meant', () => {
    const facts = { ...unknown, exposureIndex: 300, targetExposureIndex: 250 };
    expect(deviationIndex(facts)).toBeCloseTo(0.79, 2);
    expect(scoreExposure(facts)).toBeCloseTo(0.9, 2);
    expect(checkExposure(facts)).toEqual([]);
  });

  it('is told when it is a quarter or four times of what was meant', () => {
    expect(checkExposure({ ...unknown, exposureIndex: 100, targetExposureIndex: 400 })).toMatchObject([
      {
        type: 'low-exposure-index',
        reason: 'The detector got 1/4.0 of the dose that was meant (deviation index -6.0).',
      },
    ]);
    expect(checkExposure({ ...unknown, deviationIndex: 6 })).toMatchObject([
      {
        type: 'high-exposure-index',
        reason: 'The detector got 4.0 times of the dose that was meant (deviation index 6.0).',
      },
    ]);
  });
});

describe('the exposures of a device', () => {
  const usual = [250, 262, 240, 255, 248, 270, 236, 251, 259];

  it('drift when one is far from the others', () => {
    expect(checkDrift(900, usual)).toMatchObject([{ type: 'exposure-drift', severity: 0 }]);
    expect(checkDrift(900, usual)[0]?.reason).toContain('much higher than the 251');
    expect(checkDrift(60, usual)[0]?.reason).toContain('much lower');
  });

  it('do not drift within their own spread, nor before there are enough of them', () => {
    expect(checkDrift(285, usual)).toEqual([]);
    expect(checkDrift(900, usual.slice(0, 5))).toEqual([]);
    expect(checkDrift(null, usual)).toEqual([]);
  });

  it('that were always the very same still may differ a little', () => {
    const same = Array.from({ length: 20 }, () => 250);
    expect(checkDrift(262, same)).toEqual([]);
    expect(checkDrift(400, same)).toHaveLength(1);
  });
});
