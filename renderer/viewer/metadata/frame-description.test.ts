import { describe, expect, it } from 'vitest';
import { parseDicomJson, readNumbers, type DicomJsonDataSet } from './dicom-json.ts';
import { describeFrame } from './frame-description.ts';

function us(...Value: number[]) {
  return { vr: 'US', Value };
}
function ds(...Value: (number | string)[]) {
  return { vr: 'DS', Value };
}
function cs(...Value: string[]) {
  return { vr: 'CS', Value };
}
function words(...values: number[]) {
  const bytes = new Uint8Array(Uint16Array.from(values).buffer);
  return { vr: 'OW', InlineBinary: btoa(String.fromCharCode(...bytes)) };
}

const ct: DicomJsonDataSet = {
  '00080018': { vr: 'UI', Value: ['1.2.3'] },
  '00080060': cs('CT'),
  '00280002': us(1),
  '00280004': cs('MONOCHROME2'),
  '00280010': us(2),
  '00280011': us(4),
  '00280100': us(16),
  '00280101': us(16),
  '00280102': us(15),
  '00280103': us(1),
  '00281050': ds(40, 300),
  '00281051': ds(80, 1500),
  '00281055': { vr: 'LO', Value: ['BRAIN', 'BONE'] },
  '00281052': ds('-1024'),
  '00281053': ds('1'),
  '00200032': ds(-125, -125, 35.3),
  '00200037': ds(1, 0, 0, 0, 1, 0),
  '00280030': ds(0.488, 0.488),
  '00180050': ds(7),
  '00180060': ds(120),
};

describe('describeFrame', () => {
  it('reads what a CT image says', () => {
    const frame = describeFrame(ct, 1);
    expect(frame.format).toMatchObject({
      rows: 2,
      columns: 4,
      bitsStored: 16,
      isSigned: true,
      kind: 'integer',
    });
    expect(frame.grayscale.modality).toEqual({ kind: 'linear', slope: 1, intercept: -1024 });
    expect(frame.grayscale.windows).toEqual([
      { center: 40, width: 80, voiFunction: 'LINEAR', explanation: 'BRAIN' },
      { center: 300, width: 1500, voiFunction: 'LINEAR', explanation: 'BONE' },
    ]);
    expect(frame.geometry).toMatchObject({ sliceLocationMm: 35.3, sliceThicknessMm: 7, pixelAspect: 1 });
    expect(frame).toMatchObject({ modality: 'CT', lossy: null, acquisition: { kilovolts: 120 } });
  });

  it('reads the frame of an enhanced image from its functional groups', () => {
    const enhanced: DicomJsonDataSet = {
      ...ct,
      '52009229': {
        vr: 'SQ',
        Value: [{ '00289110': { vr: 'SQ', Value: [{ '00280030': ds(0.7, 0.7), '00180050': ds(3) }] } }],
      },
      '52009230': {
        vr: 'SQ',
        Value: [10, 20].map((z) => ({ '00209113': { vr: 'SQ', Value: [{ '00200032': ds(0, 0, z) }] } })),
      },
    };
    expect(describeFrame(enhanced, 1).geometry).toMatchObject({ sliceLocationMm: 10, sliceThicknessMm: 3 });
    expect(describeFrame(enhanced, 2).geometry).toMatchObject({
      sliceLocationMm: 20,
      spacingMm: { row: 0.7, column: 0.7 },
    });
  });

  it.each([
    { name: 'MONOCHROME1', change: { '00280004': cs('MONOCHROME1') }, isInverse: true },
    { name: 'Presentation LUT Shape INVERSE', change: { '20500020': cs('INVERSE') }, isInverse: true },
    { name: 'MONOCHROME2', change: {}, isInverse: false },
  ])('knows the polarity of $name', ({ change, isInverse }) => {
    expect(describeFrame({ ...ct, ...change }, 1).grayscale.isInverse).toBe(isInverse);
  });

  it('leaves out windows that the standard forbids', () => {
    const odd = { ...ct, '00281050': ds(40, 50, 60), '00281051': ds(0, -3) };
    expect(describeFrame(odd, 1).grayscale.windows).toEqual([]);
  });

  it('reads a VOI LUT, its signed start and the bits that are really used', () => {
    const item = {
      '00283002': us(3, 65_534, 16),
      '00283003': { vr: 'LO', Value: ['NORMAL'] },
      '00283006': words(0, 2048, 4095),
    };
    const { voiTable } = describeFrame({ ...ct, '00283010': { vr: 'SQ', Value: [item] } }, 1).grayscale;
    expect(voiTable).toEqual({
      firstValue: -2,
      entries: Uint16Array.of(0, 2048, 4095),
      bits: 16,
      explanation: 'NORMAL',
    });
  });

  it('reads a palette of 16 bit entries, and one of numbers instead of bytes', () => {
    const palette = {
      ...ct,
      '00280004': cs('PALETTE COLOR'),
      '00281101': us(2, 0, 16),
      '00281201': words(0, 0xff00),
      '00281202': us(0x0100, 0x0200),
      '00281203': words(0x8000, 0xffff),
    };
    expect(describeFrame(palette, 1).format.palette).toEqual({
      firstValue: 0,
      red: Uint8Array.of(0, 255),
      green: Uint8Array.of(1, 2),
      blue: Uint8Array.of(128, 255),
    });
  });

  it('reads padding that was written with the other sign', () => {
    expect(describeFrame({ ...ct, '00280120': us(63_536) }, 1).format.padding).toEqual({
      low: -2000,
      high: -2000,
    });
    const range = { ...ct, '00280120': us(10), '00280121': us(5) };
    expect(describeFrame(range, 1).format.padding).toEqual({ low: 5, high: 10 });
  });

  it('says that pixels were lost, with the last ratio', () => {
    expect(describeFrame({ ...ct, '00282110': cs('01'), '00282112': ds(2, 12.5) }, 1).lossy).toEqual({
      ratio: 12.5,
    });
    expect(describeFrame({ ...ct, '00282110': cs('00') }, 1).lossy).toBeNull();
  });

  it('knows tall pixels from their aspect ratio when there is no spacing', () => {
    const bare = { ...ct, '00280030': ds() };
    expect(describeFrame({ ...bare, '00280034': { vr: 'IS', Value: [5, 4] } }, 1).geometry).toMatchObject({
      pixelAspect: 1.25,
      spacingMm: null,
    });
  });

  it('does not believe directions that are not at right angles', () => {
    const { geometry } = describeFrame({ ...ct, '00200037': ds(1, 0, 0, 1, 0, 0) }, 1);
    expect(geometry).toMatchObject({ rowDirection: null, columnDirection: null, sliceLocationMm: null });
  });

  it('survives a header that says nothing', () => {
    const { format, grayscale } = describeFrame({}, 1);
    expect(format).toMatchObject({ rows: 0, photometricInterpretation: '' });
    expect(grayscale.windows).toEqual([]);
  });
});

describe('parseDicomJson', () => {
  it('keeps data sets and leaves out what is none', () => {
    expect(parseDicomJson([ct, 7, null, 'x'])).toEqual([ct]);
    expect(parseDicomJson(ct)).toEqual([ct]);
  });

  it('reads numbers from text and leaves out what is no number', () => {
    expect(readNumbers({ '00281050': ds('40', 'abc', '', 7) }, '00281050')).toEqual([40, 7]);
  });
});
