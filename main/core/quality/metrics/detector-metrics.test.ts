import { expect, it } from 'vitest';
import { aDecodedFrame } from '../../../../test/support/a-decoded-frame.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { measureDetector } from './detector-metrics.ts';
import { findDeadLines } from './dead-lines.ts';
import { fieldFraction, findField } from './field-box.ts';
import { measureUniformity } from './uniformity.ts';

const ROWS = 120;
const COLUMNS = 160;

/** Two slow waves with a fixed, noise-like ripple: changes everywhere, as a radiograph does. */
function anImage(
  change: (value: number, row: number, column: number) => number = (value) => value,
): DecodedFrame {
  return aDecodedFrame(ROWS, COLUMNS, (row, column) => {
    const ripple = ((row * 7919 + column * 104_729) % 97) - 48;
    return change(2000 + 600 * Math.sin(row / 30) + 400 * Math.cos(column / 25) + ripple, row, column);
  });
}

it('finds no dead line in an image of a whole detector', () => {
  expect(findDeadLines(anImage())).toEqual({ rows: [], columns: [] });
});

it('finds the row that gives nothing and the column that gives too much', () => {
  const broken = anImage((value, row, column) => (row === 40 ? 0 : column === 77 ? value + 300 : value));
  expect(findDeadLines(broken)).toEqual({ rows: [40], columns: [77] });
});

it('takes an edge that runs along a row for no dead line', () => {
  const edge = anImage((value, row) => (row < 60 ? value : value + 1000));
  expect(findDeadLines(edge).rows).toEqual([]);
});

it('takes black borders for no dead lines and for no part of the field', () => {
  const collimated = anImage((value, row, column) => (row < 20 || row >= 110 || column < 30 ? 0 : value));
  expect(findDeadLines(collimated)).toEqual({ rows: [], columns: [] });
  const box = findField(collimated);
  expect(box).toEqual({ top: 20, left: 30, bottom: 110, right: COLUMNS });
  expect(fieldFraction(box, collimated)).toBeCloseTo((90 * 130) / (ROWS * COLUMNS), 6);
});

it('calls an image of one gray all field, and uniform', () => {
  const flat = anImage(() => 1500);
  expect(fieldFraction(findField(flat), flat)).toBe(1);
  expect(measureUniformity(flat)).toBe(1);
  expect(findDeadLines(flat)).toEqual({ rows: [], columns: [] });
});

it('shows shading from side to side as less uniformity', () => {
  const mild = measureUniformity(anImage((_, __, column) => 2000 + column));
  const strong = measureUniformity(anImage((_, __, column) => 1000 + 10 * column));
  expect(mild).toBeGreaterThan(0.94);
  expect(strong).toBeLessThan(0.8);
});

it('names a dead row of a radiograph, and says nothing of detectors for a CT', () => {
  const broken = anImage((value, row) => (row === 40 ? 0 : value));
  const found = measureDetector(broken, 'DX');
  expect(found.metrics.map(({ name, value }) => [name, value])[0]).toEqual(['deadLines', 1]);
  expect(found.findings).toMatchObject([
    {
      type: 'dead-lines',
      region: { x: 0, y: 40 / ROWS },
      reason: 'The detector seems to have dead lines: row 40, counted from 0.',
    },
  ]);
  expect(measureDetector(anImage(), 'DX').findings).toEqual([]);
  expect(measureDetector(broken, 'CT')).toEqual({ metrics: [], findings: [] });
});
