import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { AnatomyModel } from '../../../main/core/quality/models/anatomy-model.ts';
import { hasSharedData, listSharedFolder } from '../../support/shared-data.ts';
import type { NamedFrame } from './python-reference.ts';
import { fixtureFrames, readRealFrame } from './real-frames.ts';

const FOLDER = fileURLToPath(new URL('../../../native-models/anatomy', import.meta.url));

async function recognise(frames: readonly NamedFrame[]): Promise<string[]> {
  const opened = await AnatomyModel.open(FOLDER, { providers: [] });
  if (!opened.ok) throw new Error(opened.error);
  await using model = opened.value;
  return (await model.recognise(frames)).map(({ label }) => label);
}

it('recognises a head in 16-bit CT of a scanner that it was not trained on, and nothing in drawings', async () => {
  const [first, second, ...drawings] = await fixtureFrames();
  expect(await recognise([first, second].filter((frame) => frame !== undefined))).toEqual(['HEAD', 'HEAD']);
  expect(new Set(await recognise(drawings))).toEqual(new Set(['unknown']));
});

it.runIf(hasSharedData)('recognises every slice of the head CT', async () => {
  const frames: NamedFrame[] = [];
  for (const file of listSharedFolder('series-ct/ge-head')) {
    const frame = await readRealFrame(file.path, file.name);
    if (frame) frames.push(frame);
  }
  expect(frames).toHaveLength(28);
  expect(new Set(await recognise(frames))).toEqual(new Set(['HEAD']));
});
