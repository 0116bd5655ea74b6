import { expect, it } from 'vitest';
import { formatBytes } from './format-bytes.ts';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_500, '1.5 kB'],
  [9_990_000, '10 MB'],
  [999_600_000, '1.0 GB'],
  [1_900_000_000_000, '1.9 TB'],
  [-1, '0 bytes'],
])('%i bytes reads "%s"', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
