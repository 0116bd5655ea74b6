import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { aDecodedFrame } from '../../../../test/support/a-decoded-frame.ts';
import { aTemporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { QualityModel, type QualityModelOptions } from './quality-model.ts';

const MODELS = new URL('../../../../native-models/', import.meta.url);
const ON_CPU: QualityModelOptions = { providers: [] };

/** A radiograph-like frame: soft shapes, some noise, nothing of a patient. */
function aFrame(rows: number, columns: number): DecodedFrame {
  return aDecodedFrame(rows, columns, (row, column) => {
    const noise = ((row * 7919 + column * 104_729) % 97) - 48;
    return 2000 + 900 * Math.sin(row / 60) + 700 * Math.cos(column / 45) + noise;
  });
}

async function open(options: QualityModelOptions = ON_CPU): Promise<QualityModel> {
  const opened = await QualityModel.open(MODELS, options);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

async function judge(model: QualityModel, frame: DecodedFrame, modality: string) {
  return await model.judge(frame, model.measure(frame, modality), modality);
}

it('judges the nine artifacts, the whole and the body region of a frame', async () => {
  await using model = await open();
  const judgement = await judge(model, aFrame(512, 600), 'DX');
  expect(Object.keys(judgement.probabilities)).toEqual([
    ...['motion', 'blur', 'noise', 'underexposure', 'overexposure'],
    ...['metal', 'truncation', 'compression', 'grid'],
  ]);
  for (const value of [...Object.values(judgement.probabilities), ...Object.values(judgement.severities)]) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  expect(judgement).toMatchObject({ provider: 'cpu', model: 'quality' });
  // Waves are no body.
  expect(judgement.anatomy.label).toBe('unknown');
});

it('gives each of a batch what it gives it alone', async () => {
  await using model = await open();
  const frames = [aFrame(300, 300), aFrame(256, 400)];
  const measured = frames.map((frame) => ({ frame, metrics: model.measure(frame, 'CR'), modality: 'CR' }));
  const together = await model.judgeBatch(measured);
  for (const [index, { frame }] of measured.entries()) {
    const alone = await judge(model, frame, 'CR');
    expect(together[index]?.score).toBeCloseTo(alone.score, 4);
    expect(together[index]?.probabilities.noise).toBeCloseTo(alone.probabilities.noise, 4);
    expect(together[index]?.anatomy.confidence).toBeCloseTo(alone.anatomy.confidence, 4);
  }
});

it('cannot judge ultrasound and images that are too small', async () => {
  await using model = await open();
  expect((await judge(model, aFrame(300, 300), 'US')).isOutOfDistribution).toBe(true);
  expect((await judge(model, aFrame(300, 300), 'US')).anatomy).toEqual({ label: 'unknown', confidence: 0 });
  expect((await judge(model, aFrame(60, 300), 'DX')).isOutOfDistribution).toBe(true);
});

it('shows where an image is blown out', async () => {
  await using model = await open();
  const frame = aFrame(400, 400);
  for (let row = 100; row < 200; row += 1) frame.values.fill(4095, row * 400 + 40, row * 400 + 120);
  const { regions } = await judge(model, frame, 'DX');
  expect(regions.overexposure).toEqual({ x: 0.1, y: 0.25, width: 0.2, height: 0.25 });
  expect(regions.metal).toEqual(regions.overexposure);
});

it('explains the metrics with label, unit and the band of the modality', async () => {
  await using model = await open();
  const frame = aFrame(300, 300);
  const explained = model.explain(model.measure(frame, 'DX'), 'DX');
  expect(explained.length).toBeGreaterThan(3);
  for (const metric of explained) expect(metric.label).not.toBe('');
  expect(explained.some(({ band }) => band !== null && band.low < band.high)).toBe(true);
});

it('refuses a model that was exchanged for another one', async () => {
  using folder = aTemporaryFolder();
  cpSync(MODELS, folder.path, { recursive: true });
  const file = path.join(folder.path, 'quality/model.onnx');
  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.of(0)]));
  const opened = await QualityModel.open(pathToFileURL(`${folder.path}/`), ON_CPU);
  expect(opened).toEqual({ ok: false, error: 'The model "quality" is not the one that its manifest names.' });
});

/** The anatomy model as a user's own: finds fault with whatever is likely a hand, however unlikely. */
function writeUserModel(folder: string, changed: object): void {
  mkdirSync(folder, { recursive: true });
  const model = readFileSync(new URL('anatomy/model.onnx', MODELS));
  writeFileSync(path.join(folder, 'model.onnx'), model);
  const manifest = {
    name: 'hand-check',
    version: '7',
    sha256: createHash('sha256').update(model).digest('hex'),
    input: { name: 'image', kind: 'bodyRegion' },
    output: { name: 'probabilities', index: 6 },
    finding: { type: 'looks-like-a-hand', threshold: 0, reason: 'It looks like a hand.' },
    ...changed,
  };
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
}

it("runs the user's own models as extra checks", async () => {
  using folder = aTemporaryFolder();
  writeUserModel(path.join(folder.path, 'a'), {});
  writeUserModel(path.join(folder.path, 'b'), { name: 'for CT only', modalities: ['CT'] });
  await using model = await open({ ...ON_CPU, userModelsDir: folder.path });
  const { userFindings } = await judge(model, aFrame(300, 300), 'DX');
  expect(userFindings).toEqual([
    {
      type: 'looks-like-a-hand',
      probability: expect.any(Number) as number,
      reason: 'It looks like a hand.',
    },
  ]);
  expect(model.problems).toEqual([]);
  expect(model.terms.qualityVersion).toContain('hand-check 7');
});

it("goes on without a model of the user's own that cannot be used, and says why", async () => {
  using folder = aTemporaryFolder();
  writeUserModel(path.join(folder.path, 'wrong-hash'), { sha256: '0'.repeat(64) });
  writeUserModel(path.join(folder.path, 'wrong-output'), { output: { name: 'nothing' } });
  mkdirSync(path.join(folder.path, 'empty'));
  await using model = await open({ ...ON_CPU, userModelsDir: folder.path });
  expect((await judge(model, aFrame(300, 300), 'DX')).userFindings).toEqual([]);
  expect(model.problems.toSorted()).toEqual([
    'The model "empty" is not complete: model.onnx or manifest.json is missing.',
    'The model "hand-check" cannot be used. It has no output "nothing" as its manifest says.',
    'The model "wrong-hash" is not the one that its manifest names.',
  ]);
});
