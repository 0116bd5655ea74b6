import { describe, expect, it } from 'vitest';
import { compareRegion, expectedRegions, type RegionSources } from './body-region.ts';

const nothing: RegionSources = {
  bodyPartExamined: '',
  protocolName: '',
  studyDescription: '',
  seriesDescription: '',
  scheduledDescription: '',
};

describe('the region that an image should show', () => {
  it.each([
    ['HEAD', ['HEAD']],
    ['BRAIN', ['HEAD']],
    ['CSPINE', ['SPINE']],
    ['L SPINE', ['SPINE']],
    ['HAND', ['HAND']],
    ['KNEE', ['EXTREMITY']],
    ['CHESTABDPELVIS', ['CHEST', 'ABDOMEN', 'PELVIS']],
    ['', []],
  ])('is read from Body Part Examined %j as %o', (bodyPartExamined, regions) => {
    expect(expectedRegions({ ...nothing, bodyPartExamined })).toEqual(regions);
  });

  it.each([
    ['CT Chest/Abdomen/Pelvis with contrast', ['CHEST', 'ABDOMEN', 'PELVIS']],
    ['MRI_BRAIN_WO', ['HEAD']],
    ['HWS 2 Ebenen', ['SPINE']],
    ['Domain of interest', []],
  ])('is read from the description %j as %o when the body part is empty', (studyDescription, regions) => {
    expect(expectedRegions({ ...nothing, studyDescription })).toEqual(regions);
  });

  it('is the one of the body part when the description says another', () => {
    expect(expectedRegions({ ...nothing, bodyPartExamined: 'HAND', studyDescription: 'Chest PA' })).toEqual([
      'HAND',
    ]);
  });
});

describe('what an image looks like', () => {
  it('disagrees when a radiograph of a hand looks like a chest', () => {
    expect(compareRegion(['HAND'], 'CHEST', 0.99, 'DX')).toEqual({
      expected: 'HAND',
      detected: 'CHEST',
      confidence: 0.99,
      agrees: false,
    });
  });

  it('may be the next region at the ends of a CT, not in a radiograph', () => {
    expect(compareRegion(['CHEST'], 'ABDOMEN', 0.9, 'CT').agrees).toBe(true);
    expect(compareRegion(['CHEST'], 'ABDOMEN', 0.9, 'DX').agrees).toBe(false);
    expect(compareRegion(['CHEST'], 'HEAD', 0.9, 'CT').agrees).toBe(false);
  });

  it('says nothing when one of both is not known, or for limbs that the model never saw', () => {
    expect(compareRegion([], 'CHEST', 0.9, 'DX').agrees).toBeNull();
    expect(compareRegion(['CHEST'], 'unknown', 0.3, 'DX').agrees).toBeNull();
    expect(compareRegion(['EXTREMITY'], 'CHEST', 0.9, 'DX').agrees).toBeNull();
    expect(compareRegion(['EXTREMITY'], 'HAND', 0.9, 'DX').agrees).toBe(true);
  });
});
