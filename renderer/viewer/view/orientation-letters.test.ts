import { describe, expect, it } from 'vitest';
import { orientationLetters } from './orientation-letters.ts';
import { mirrored, turnedRight, upright } from './view-transform.ts';

const axial = { rowDirection: [1, 0, 0], columnDirection: [0, 1, 0] } as const;
const coronal = { rowDirection: [1, 0, 0], columnDirection: [0, 0, -1] } as const;
const sagittal = { rowDirection: [0, 1, 0], columnDirection: [0, 0, -1] } as const;

describe('orientationLetters', () => {
  it.each([
    { name: 'axial', plane: axial, letters: { top: 'A', right: 'L', bottom: 'P', left: 'R' } },
    { name: 'coronal', plane: coronal, letters: { top: 'H', right: 'L', bottom: 'F', left: 'R' } },
    { name: 'sagittal', plane: sagittal, letters: { top: 'H', right: 'P', bottom: 'F', left: 'A' } },
  ])('names the edges of an upright $name image', ({ plane, letters }) => {
    expect(orientationLetters(plane, upright)).toEqual(letters);
  });

  it('follows a turn to the right: what was right is at the bottom', () => {
    expect(orientationLetters(axial, turnedRight(upright))).toEqual({
      top: 'R',
      right: 'A',
      bottom: 'L',
      left: 'P',
    });
  });

  it('follows a mirror: left and right change places', () => {
    expect(orientationLetters(axial, mirrored(upright, 'horizontal'))).toEqual({
      top: 'A',
      right: 'R',
      bottom: 'P',
      left: 'L',
    });
  });

  it('follows a turn and then a mirror of what is on the screen', () => {
    expect(orientationLetters(axial, mirrored(turnedRight(upright), 'horizontal'))).toEqual({
      top: 'R',
      right: 'P',
      bottom: 'L',
      left: 'A',
    });
  });

  it('gives two letters for a tilted plane, the larger part first', () => {
    // Gantry tilt of 18.5 degrees.
    const tilted = { rowDirection: [1, 0, 0], columnDirection: [0, 0.948, -0.317] } as const;
    expect(orientationLetters(tilted, upright)).toEqual({ top: 'AH', right: 'L', bottom: 'PF', left: 'R' });
  });

  it('says nothing about an image that does not say how it lies', () => {
    expect(orientationLetters({ rowDirection: null, columnDirection: null }, upright)).toBeNull();
  });
});
