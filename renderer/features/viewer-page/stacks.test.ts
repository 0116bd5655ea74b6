import { describe, expect, it } from 'vitest';
import { toStripEntries } from './stacks.ts';
import { anInstance, aSeries } from './study.fake.ts';

const REPORT = '1.2.840.10008.5.1.4.1.1.88.11';

describe('toStripEntries', () => {
  it('makes one stack of the single images of a series, in their order', () => {
    const series = aSeries('7', [anInstance('a'), anInstance('b'), anInstance('c')]);
    const [entry, ...others] = toStripEntries('1.2', [series]);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      kind: 'stack',
      key: '7',
      thumbnailSopInstanceUid: 'b',
      isMultiFrame: false,
    });
    expect(entry?.kind === 'stack' && entry.frames.map((frame) => frame.sopInstanceUid)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('makes a stack of each clip, so that clips do not run into each other', () => {
    const clips = [
      anInstance('a', { numberOfFrames: 30 }),
      anInstance('b', { numberOfFrames: 2 }),
      anInstance('still'),
    ];
    const entries = toStripEntries('1.2', [aSeries('7', clips, { modality: 'US' })]);
    expect(entries.map((entry) => [entry.key, entry.kind === 'stack' && entry.frames.length])).toEqual([
      ['7', 1],
      ['a', 30],
      ['b', 2],
    ]);
    expect(entries[2]).toMatchObject({ frames: [{ frameNumber: 1 }, { frameNumber: 2 }] });
  });

  it('names what has no picture', () => {
    const report = anInstance('r', { hasPixels: false, sopClassUid: REPORT });
    const [entry] = toStripEntries('1.2', [aSeries('8', [report], { modality: 'SR' })]);
    expect(entry).toMatchObject({ kind: 'object', name: 'Structured report', instanceCount: 1 });
  });

  it('gives nothing for a study of which nothing has come yet', () => {
    expect(toStripEntries('1.2', [aSeries('7', [])])).toEqual([]);
  });
});
