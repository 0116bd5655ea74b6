import { describe, expect, it } from 'vitest';
import { voiTableOutput, windowOutput } from './window-output.ts';

describe('windowOutput', () => {
  it.each([
    // The example of PS3.3 C.11.2.1.2.1: c = 2048, w = 4096 over twelve bits.
    { voiFunction: 'LINEAR', center: 2048, width: 4096, value: 0, output: 0 },
    { voiFunction: 'LINEAR', center: 2048, width: 4096, value: 4095, output: 1 },
    { voiFunction: 'LINEAR', center: 40, width: 80, value: 39.5, output: 0.5 },
    { voiFunction: 'LINEAR', center: 40, width: 80, value: 0, output: 0 },
    { voiFunction: 'LINEAR', center: 40, width: 80, value: 79, output: 1 },
    { voiFunction: 'LINEAR', center: 40, width: 80, value: 1, output: 1 / 79 },
    { voiFunction: 'LINEAR', center: 10, width: 1, value: 9, output: 0 },
    { voiFunction: 'LINEAR', center: 10, width: 1, value: 10, output: 1 },
    { voiFunction: 'LINEAR_EXACT', center: 40, width: 80, value: 40, output: 0.5 },
    { voiFunction: 'LINEAR_EXACT', center: 40, width: 80, value: 0, output: 0 },
    { voiFunction: 'LINEAR_EXACT', center: 40, width: 80, value: 80, output: 1 },
    { voiFunction: 'LINEAR_EXACT', center: 0.5, width: 1, value: 0.25, output: 0.25 },
    { voiFunction: 'SIGMOID', center: 2048, width: 4096, value: 2048, output: 0.5 },
    { voiFunction: 'SIGMOID', center: 2048, width: 4096, value: 4096, output: 1 / (1 + Math.exp(-2)) },
  ] as const)('gives $output for $value in $voiFunction $center/$width', ({ value, output, ...window }) => {
    expect(windowOutput(value, window)).toBeCloseTo(output, 6);
  });

  it.each(['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const)(
    'never gets darker as values grow (%s)',
    (voiFunction) => {
      let before = 0;
      for (let value = -300; value <= 300; value++) {
        const output = windowOutput(value, { center: 20, width: 137, voiFunction });
        expect(output).toBeGreaterThanOrEqual(before);
        before = output;
      }
      expect(before).toBeGreaterThan(0.99);
    },
  );
});

describe('voiTableOutput', () => {
  const table = { firstValue: -2, entries: Uint16Array.of(0, 100, 200, 255), bits: 8, explanation: '' };

  it.each([
    { value: -100, output: 0, why: 'before the table' },
    { value: -2, output: 0, why: 'its first value' },
    { value: -1, output: 100 / 255, why: 'inside' },
    { value: 1, output: 1, why: 'its last value' },
    { value: 100, output: 1, why: 'behind the table' },
  ])('gives $output for $value, $why', ({ value, output }) => {
    expect(voiTableOutput(value, table)).toBeCloseTo(output, 6);
  });
});
