import { describe, expect, it } from 'vitest';
import { describeImage } from './describe-image.ts';

const us = (...Value: number[]) => ({ vr: 'US', Value });
const ds = (...Value: (number | string)[]) => ({ vr: 'DS', Value });
const cs = (value: string) => ({ vr: 'CS', Value: [value] });
const sq = (...Value: object[]) => ({ vr: 'SQ', Value });

const CT = {
  '00280002': us(1),
  '00280004': cs('MONOCHROME2'),
  '00280010': us(512),
  '00280011': us(256),
  '00280100': us(16),
  '00280101': us(12),
  '00280102': us(11),
  '00280103': us(1),
  '7FE00010': { vr: 'OW', BulkDataURI: 'frames/1' },
};

describe('describeImage', () => {
  it('reads what a classic image says', () => {
    const metadata = {
      ...CT,
      '00280120': { vr: 'SS', Value: [-2000] },
      '00281050': ds(40, 300),
      '00281051': ds(400, 1500),
      '00281052': ds(-1024),
      '00281053': ds(1),
    };
    expect(describeImage(metadata)).toEqual({
      rows: 512,
      columns: 256,
      samplesPerPixel: 1,
      bitsAllocated: 16,
      bitsStored: 12,
      highBit: 11,
      pixelRepresentation: 1,
      planarConfiguration: 0,
      photometricInterpretation: 'MONOCHROME2',
      sampleKind: 'integer',
      pixelPaddingValue: -2000,
      rescaleSlope: 1,
      rescaleIntercept: -1024,
      windowCenter: 40,
      windowWidth: 400,
      voiLutFunction: 'LINEAR',
    });
  });

  it.each([
    ['nothing', {}],
    ['no rows', { ...CT, '00280010': us(0) }],
    ['an array, as DICOMweb wraps it', [CT]],
    ['text', 'CT'],
    ['null', null],
  ])('finds no image in %s', (_, metadata) => {
    expect(describeImage(metadata)).toBeNull();
  });

  it('fills in what devices leave out', () => {
    const metadata = { '00280010': us(4), '00280011': us(4), '00280100': us(16) };
    expect(describeImage(metadata)).toMatchObject({
      samplesPerPixel: 1,
      bitsStored: 16,
      highBit: 15,
      pixelRepresentation: 0,
      photometricInterpretation: 'MONOCHROME2',
    });
  });

  it.each([
    ['a width of 0', { '00281050': ds(1), '00281051': ds(0) }],
    ['a window of a Modality LUT Sequence', { '00281050': ds(1), '00281051': ds(9), '00283000': sq({}) }],
    ['a center without a width', { '00281050': ds(1) }],
    ['a window that is no number', { '00281050': ds('x'), '00281051': ds('y') }],
  ])('leaves out %s', (_, window) => {
    expect(describeImage({ ...CT, ...window })?.windowCenter).toBeUndefined();
  });

  it('takes numbers that came as text', () => {
    const metadata = { ...CT, '00281050': ds(' 40'), '00281051': ds('400 ') };
    expect(describeImage(metadata)).toMatchObject({ windowCenter: 40, windowWidth: 400 });
  });

  describe('of an enhanced object', () => {
    const group = (slope: number) => ({
      '00289145': sq({ '00281052': ds(0), '00281053': ds(slope) }),
      '00289132': sq({ '00281050': ds(slope * 10), '00281051': ds(slope * 20), '00281056': cs('SIGMOID') }),
    });

    it('prefers the group of the frame to the shared one', () => {
      const metadata = { ...CT, '52009229': sq(group(5)), '52009230': sq(group(2), group(3)) };
      expect(describeImage(metadata)).toMatchObject({ rescaleSlope: 2, windowCenter: 20 });
      expect(describeImage(metadata, 1)).toMatchObject({ rescaleSlope: 3, windowCenter: 30 });
    });

    it('takes the shared group where the frame has none', () => {
      const metadata = { ...CT, '52009229': sq(group(5)), '52009230': sq({}) };
      expect(describeImage(metadata)).toMatchObject({
        rescaleSlope: 5,
        windowCenter: 50,
        voiLutFunction: 'SIGMOID',
      });
    });
  });

  it.each([
    ['Pixel Aspect Ratio', { '00280034': { vr: 'IS', Value: [2, 1] } }, 2],
    ['Pixel Spacing', { '00280030': ds(0.5, 1) }, 0.5],
    ['Imager Pixel Spacing', { '00181164': ds(0.2, 0.1) }, 2],
    ['nonsense', { '00280030': ds(1000, 1) }, undefined],
    ['one number only', { '00280030': ds(1) }, undefined],
  ])('knows the shape of a pixel from %s', (_, attributes, ratio) => {
    expect(describeImage({ ...CT, ...attributes })?.pixelHeightToWidth).toBe(ratio);
  });

  it('knows floating point pixel data', () => {
    const { '00280010': rows, '00280011': columns } = CT;
    const floats = { '00280100': us(32), '7FE00008': { vr: 'OF', BulkDataURI: 'frames/1' } };
    expect(describeImage({ '00280010': rows, '00280011': columns, ...floats })?.sampleKind).toBe('float');
  });
});
