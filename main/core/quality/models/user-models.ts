import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { baseManifestSchema, readModelFolder } from '../../inference/model-folder.ts';
import { ModelRunner, type ModelTensor, type RunnerOptions } from '../../inference/model-runner.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { SMALL, TILE } from '../metrics/image-views.ts';
import { METRIC_NAMES } from '../metrics/metric-names.ts';
import { BODY_REGION_SIZE, toBodyRegionInput } from '../preprocess/body-region-input.ts';
import { MODEL_TILES, toQualityModelInput } from '../preprocess/quality-model-input.ts';
import { err, ok, type Result } from '../../shared/result.ts';

/** What a model of the user's own found on one frame. */
export interface UserFinding {
  /** As its manifest calls it. */
  readonly type: string;
  readonly probability: number;
  readonly reason: string;
}

/**
 * manifest.json of a model of the user's own. `input.kind` says what it is given: `metrics` (1 x 98), `small` (1 x 1 x 128 x 128),
 * `tiles` (1 x 4 x 64 x 64), all on the fixed gray scale, or `bodyRegion` (1 x 1 x 64 x 64, percentile window).
 */
const manifestSchema = baseManifestSchema.extend({
  input: z.object({ name: z.string(), kind: z.enum(['metrics', 'small', 'tiles', 'bodyRegion']) }),
  /** Where the probability of the finding stands. */
  output: z.object({ name: z.string(), index: z.int().min(0).default(0) }),
  /** Only images of these modalities are checked; all when left out. */
  modalities: z.array(z.string()).optional(),
  finding: z.object({
    type: z.string().regex(/^[a-z][a-z0-9-]*$/),
    threshold: z.number(),
    /** One sentence in plain words. */
    reason: z.string().min(1),
  }),
});
type Manifest = z.output<typeof manifestSchema>;

interface CheckedFrame {
  readonly frame: DecodedFrame;
  readonly metrics: Float32Array;
  readonly modality: string;
}

/** An extra check, brought by the user. */
class UserModel implements AsyncDisposable {
  readonly name: string;
  readonly version: string;
  readonly #manifest: Manifest;
  readonly #runner: ModelRunner;

  private constructor(manifest: Manifest, runner: ModelRunner) {
    this.name = manifest.name;
    this.version = manifest.version;
    this.#manifest = manifest;
    this.#runner = runner;
  }

  static async open(folder: string, options: RunnerOptions): Promise<Result<UserModel, string>> {
    const read = await readModelFolder(folder, manifestSchema);
    if (!read.ok) return read;
    const { manifest, model } = read.value;
    const sample = shaped(manifest.input.kind, (length) => new Float32Array(length).fill(0.5));
    const runner = await ModelRunner.open(model, { [manifest.input.name]: sample }, options);
    if (!runner.ok) return err(`The model "${manifest.name}" cannot be used. ${runner.error}`);
    const opened = new UserModel(manifest, runner.value);
    const answer = (await runner.value.run({ [manifest.input.name]: sample }))[manifest.output.name];
    if (answer?.[manifest.output.index] !== undefined) return ok(opened);
    await opened[Symbol.asyncDispose]();
    return err(
      `The model "${manifest.name}" cannot be used. It has no output "${manifest.output.name}" as its manifest says.`,
    );
  }

  async check({ frame, metrics, modality }: CheckedFrame): Promise<UserFinding | null> {
    const { input, output, modalities, finding } = this.#manifest;
    if (modalities !== undefined && !modalities.includes(modality)) return null;
    const tensor = shaped(input.kind, () => {
      if (input.kind === 'metrics') return metrics;
      if (input.kind === 'bodyRegion') return toBodyRegionInput(frame, modality);
      return toQualityModelInput(frame, modality)[input.kind];
    });
    const outputs = await this.#runner.run({ [input.name]: tensor });
    const probability = outputs[output.name]?.[output.index] ?? 0;
    if (!(probability >= finding.threshold)) return null;
    return { type: finding.type, probability: Math.min(Math.max(probability, 0), 1), reason: finding.reason };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
  }
}

/** Every model in the user's folder that can be used, and why the others cannot. */
export class UserModels implements AsyncDisposable {
  readonly models: readonly UserModel[];
  readonly problems: readonly string[];

  constructor(models: readonly UserModel[], problems: readonly string[]) {
    this.models = models;
    this.problems = problems;
  }

  async check(image: CheckedFrame): Promise<UserFinding[]> {
    const findings: UserFinding[] = [];
    for (const model of this.models) {
      const finding = await model.check(image);
      if (finding !== null) findings.push(finding);
    }
    return findings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const model of this.models) await model[Symbol.asyncDispose]();
  }
}

/** @param folder with one folder for each model; no models where it does not exist */
export async function openUserModels(
  folder: string | undefined,
  options: RunnerOptions,
): Promise<UserModels> {
  const entries = folder === undefined ? [] : await readdir(folder, { withFileTypes: true }).catch(() => []);
  const models: UserModel[] = [];
  const problems: string[] = [];
  for (const entry of entries.filter((found) => found.isDirectory())) {
    const opened = await UserModel.open(path.join(entry.parentPath, entry.name), options);
    if (opened.ok) models.push(opened.value);
    else problems.push(opened.error);
  }
  return new UserModels(models, problems);
}

const SHAPES = {
  metrics: [1, METRIC_NAMES.length],
  small: [1, 1, SMALL, SMALL],
  tiles: [1, MODEL_TILES, TILE, TILE],
  bodyRegion: [1, 1, BODY_REGION_SIZE, BODY_REGION_SIZE],
} as const;

function shaped(kind: keyof typeof SHAPES, make: (length: number) => Float32Array): ModelTensor {
  const shape = SHAPES[kind];
  return { data: make(shape.reduce((a: number, b) => a * b, 1)), shape };
}
