import { describe, expect, it } from 'vitest';
import { checkSliceOrder, type SliceImage } from './slice-order.ts';

function aSlice(number: number, positionMm: number, change: Partial<SliceImage['facts']> = {}): SliceImage {
  return {
    seriesInstanceUid: '1.2.3',
    instanceNumber: number,
    slicePositionMm: positionMm,
    sliceNormal: '0,0,1',
    pixelRows: 512,
    pixelColumns: 512,
    facts: {
      modality: 'CT',
      imageType: 'ORIGINAL\\PRIMARY\\AXIAL',
      acquisitionNumber: 1,
      phase: '',
      gantryTiltDegrees: 0,
      ...change,
    },
  };
}

const sweep = (count: number, change?: Partial<SliceImage['facts']>) =>
  Array.from({ length: count }, (_, index) => aSlice(index + 1, index * 5, change));
const said = (images: readonly SliceImage[]) =>
  checkSliceOrder(images).map(({ type, severity, reason }) => [type, severity, reason]);

describe('the slices of a series', () => {
  it('are fine when each is where it should be, whatever order they came in', () => {
    expect(said(sweep(20).reverse())).toEqual([]);
  });

  it('miss one where the gap is twice as wide, and three where it is four times as wide', () => {
    const images = sweep(30).filter(({ instanceNumber }) => ![7, 20, 21, 22].includes(instanceNumber ?? 0));
    expect(said(images)).toEqual([
      ['missing-slices', 0.7, '1 slice is missing between images 6 and 8.'],
      ['missing-slices', 0.7, '3 slices are missing between images 19 and 23.'],
    ]);
  });

  it('are doubled where two lie at one place', () => {
    expect(said([...sweep(20), aSlice(21, 35)])).toEqual([
      ['doubled-slices', 0.4, 'Images 8 and 21 lie at the same place.'],
    ]);
  });

  it('are phases, not doubled, where every place holds several', () => {
    const second = sweep(20).map((image) => ({ ...image, instanceNumber: (image.instanceNumber ?? 0) + 20 }));
    expect(said([...sweep(20), ...second])).toEqual([]);
    expect(said([...sweep(20, { phase: 'echo 1' }), ...sweep(20, { phase: 'echo 2' })])).toEqual([]);
  });

  it('are irregular where one gap is no multiple of the others', () => {
    const images = sweep(20).map((image) => ({
      ...image,
      slicePositionMm: (image.slicePositionMm ?? 0) + ((image.instanceNumber ?? 0) > 10 ? 2 : 0),
    }));
    expect(said(images)).toEqual([
      ['irregular-spacing', 0.3, 'Images 10 and 11 are 7 mm apart; 5 mm are usual here.'],
    ]);
  });

  it('were chosen so where a good part of the gaps is wider: a remark only', () => {
    const images = sweep(20).map((image, index) => ({
      ...image,
      slicePositionMm: index < 12 ? index * 3 : 33 + (index - 11) * 7,
    }));
    expect(said(images)).toEqual([['irregular-spacing', 0, 'Spacing lies between 3 and 7 mm.']]);
  });

  it('say that the gantry was tilted, as a remark', () => {
    expect(said(sweep(6, { gantryTiltDegrees: -12 }))).toEqual([
      ['gantry-tilt', 0, 'The gantry was tilted by 12.0 degrees. Rebuilt planes are sheared.'],
    ]);
  });

  it('of a few, of a localizer or of radiographs say nothing', () => {
    expect(said([aSlice(1, 0), aSlice(2, 5), aSlice(3, 20)])).toEqual([]);
    expect(said(sweep(20, { modality: 'DX' }))).toEqual([]);
  });
});
