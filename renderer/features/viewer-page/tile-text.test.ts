import { describe, expect, it } from 'vitest';
import { emptyStackState, type StackState } from '../../viewer/engine/stack-engine.ts';
import { aDescription, aSeries, aShownFrame, aStudy } from './study.fake.ts';
import { positionLine, safetyBadges, studyLines, windowLines, windowName } from './tile-text.ts';

const brain = { center: 40, width: 80, voiFunction: 'LINEAR', source: 'image' } as const;

function aState(change: Partial<StackState> = {}): StackState {
  return {
    ...emptyStackState,
    phase: 'ready',
    frameCount: 28,
    index: 16,
    shown: aShownFrame(),
    window: brain,
    ...change,
  };
}

describe('windowLines', () => {
  it('gives window with its name, zoom and exposure', () => {
    expect(windowLines(aState())).toEqual(['W 80  L 40 Brain', 'Zoom 100 %, fit, 120 kV, 180 mA']);
  });

  it.each([
    {
      name: 'a function that is not the usual one',
      window: { ...brain, voiFunction: 'SIGMOID' },
      line: 'VOI LUT function SIGMOID',
    },
    {
      name: 'a computed window',
      window: { ...brain, source: 'computed' },
      line: 'Computed: the image brings no window',
    },
    {
      name: 'the VOI LUT of the image',
      window: { ...brain, source: 'image-table' },
      line: 'VOI LUT of the image',
    },
  ] as const)('says that it is $name', ({ window, line }) => {
    expect(windowLines(aState({ window }))).toContain(line);
  });

  it('says that a person has inverted the picture', () => {
    expect(windowLines(aState({ isInverted: true }))).toContain('Inverted');
  });

  it('gives no window for colour', () => {
    expect(windowLines(aState({ window: null }))).toEqual(['Zoom 100 %, fit, 120 kV, 180 mA']);
  });

  it('writes large and small numbers readably', () => {
    expect(windowLines(aState({ window: { ...brain, width: 3360, center: 2090 } }))[0]).toBe(
      'W 3,360  L 2,090',
    );
    expect(windowLines(aState({ window: { ...brain, width: 0.534, center: -0.2 } }))[0]).toBe(
      'W 0.53  L -0.2',
    );
  });

  it('says nothing about a picture that is not there', () => {
    expect(windowLines(aState({ shown: null }))).toEqual([]);
  });
});

describe('windowName', () => {
  it.each([
    { window: brain, name: 'Brain W 80 L 40' },
    { window: { ...brain, width: 100 }, name: 'From image, W 100 L 40' },
    { window: { ...brain, width: 100, source: 'person' }, name: 'W 100 L 40' },
    { window: { ...brain, source: 'image-table' }, name: 'VOI LUT of the image' },
    { window: null, name: null },
  ] as const)('is $name', ({ window, name }) => {
    expect(windowName(aState({ window }))).toBe(name);
  });

  it('does not call the window of an MR image after a CT preset', () => {
    const shown = aShownFrame({ description: aDescription({ modality: 'MR' }) });
    expect(windowName(aState({ shown }))).toBe('From image, W 80 L 40');
  });
});

describe('the other corners', () => {
  const now = new Date(2026, 10, 24, 15);

  it('says what was done when, where and how thick', () => {
    expect(studyLines(aStudy(), aSeries('1', []), aShownFrame(), now)).toEqual([
      'CT Head, today 14:27',
      'Axial, 7 mm, CT-1',
    ]);
  });

  it('gives the position along the stack, else the kind of pixels', () => {
    expect(positionLine(aShownFrame())).toBe('35.3 mm');
    const { geometry } = aDescription();
    const flat = aDescription({ geometry: { ...geometry, sliceLocationMm: null } });
    expect(positionLine(aShownFrame({ description: flat }))).toBe('MONOCHROME2, 12 bit');
  });
});

describe('safetyBadges', () => {
  it.each([
    { name: 'an image as the device made it', change: {}, badges: [] },
    {
      name: 'one whose header says so',
      change: { description: aDescription({ lossy: { ratio: 12.5 } }) },
      badges: ['LOSSY 12.5:1'],
    },
    {
      name: 'one that does not know its ratio',
      change: { description: aDescription({ lossy: { ratio: 0 } }) },
      badges: ['LOSSY'],
    },
    {
      name: 'a JPEG whose header is silent',
      change: { transferSyntaxUid: '1.2.840.10008.1.2.4.50' },
      badges: ['LOSSY'],
    },
    {
      name: 'near-lossless JPEG-LS',
      change: { transferSyntaxUid: '1.2.840.10008.1.2.4.81' },
      badges: ['LOSSY'],
    },
  ])('are $badges for $name', ({ change, badges }) => {
    expect(safetyBadges(aShownFrame(change))).toEqual(badges);
  });
});
