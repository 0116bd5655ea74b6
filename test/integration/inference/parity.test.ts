import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureImage } from '../../../main/core/quality/metrics/measure-image.ts';
import { METRIC_NAMES } from '../../../main/core/quality/metrics/metric-names.ts';
import { toBodyRegionInput } from '../../../main/core/quality/preprocess/body-region-input.ts';
import { toQualityModelInput } from '../../../main/core/quality/preprocess/quality-model-input.ts';
import { hasSharedData, listSharedFiles, listSharedFolder } from '../../support/shared-data.ts';
import {
  askPython,
  hasPython,
  unpackFloats,
  type Expected,
  type ExpectedAnswers,
  type NamedFrame,
} from './python-reference.ts';
import { FIXTURE_STEP, fixtureFrames, readRealFrame } from './real-frames.ts';

/** Written by write-expectations.ts from the training code. */
const EXPECTATIONS = path.resolve(import.meta.dirname, '../../fixtures/quality/parity.json');
/** Relative to the larger of the value and 1; input images are between 0 and 1. */
const TOLERANCE = 1e-4;
const SHARED_FOLDERS = ['series-ct', 'series-mr/siemens-t1-sag', 'radiographs', 'singles'];

/** @param every of the numbers in `actual` stands in `expected` */
function farthest(actual: Float32Array, expected: Float32Array, every: number): number {
  expect(expected).toHaveLength(Math.ceil(actual.length / every));
  let worst = 0;
  for (let index = 0; index < expected.length; index += 1) {
    worst = Math.max(worst, Math.abs((actual[index * every] ?? NaN) - (expected[index] ?? NaN)));
  }
  return worst;
}

/** Names of the metrics that differ, with both values; and how far the images are apart. */
function compare({ frame, modality, name }: NamedFrame, expected: Expected, every: number) {
  const metrics = measureImage(frame, { modality });
  const different = METRIC_NAMES.flatMap((metric, index) => {
    const [own = NaN, reference = NaN] = [metrics[index], expected.metrics[index]];
    const isEqual = Math.abs(own - reference) <= TOLERANCE * Math.max(1, Math.abs(reference));
    return isEqual ? [] : [`${metric}: ${own}, not ${reference}`];
  });
  const input = toQualityModelInput(frame, modality);
  const images = {
    bodyRegion: farthest(toBodyRegionInput(frame, modality), unpackFloats(expected.bodyRegion), every),
    small: farthest(input.small, unpackFloats(expected.small), every),
    tiles: farthest(input.tiles, unpackFloats(expected.tiles), every),
  };
  const apart = Object.entries(images).filter(([, distance]) => !(distance <= TOLERANCE));
  return { name, different, apart };
}

function expectEqual(frames: readonly NamedFrame[], answers: ExpectedAnswers, every = 1) {
  expect(answers.names).toEqual([...METRIC_NAMES]);
  expect(answers.frames.map((frame) => frame.name)).toEqual(frames.map((frame) => frame.name));
  const found = frames.flatMap((frame, index) => {
    const expected = answers.frames[index];
    return expected ? [compare(frame, expected, every)] : [];
  });
  expect(found.filter(({ different, apart }) => different.length + apart.length > 0)).toEqual([]);
}

describe('metrics and model inputs', () => {
  it('equal what the training code made of the fixtures', async () => {
    const expected = JSON.parse(readFileSync(EXPECTATIONS, 'utf8')) as ExpectedAnswers;
    expectEqual(await fixtureFrames(), expected, FIXTURE_STEP);
  });

  it.runIf(hasSharedData && hasPython())(
    'equal the training code on real CT, MR and radiographs',
    async () => {
      const names = SHARED_FOLDERS.flatMap((folder) => listSharedFolder(folder).slice(0, 8)).map(
        ({ name }) => name,
      );
      const files = listSharedFiles().filter(({ name }) => names.includes(name));
      const frames: NamedFrame[] = [];
      for (const file of files) {
        const frame = await readRealFrame(file.path, file.name);
        if (frame) frames.push(frame);
      }
      expect(frames.length).toBeGreaterThan(15);
      expectEqual(frames, askPython(frames));
    },
  );
});
