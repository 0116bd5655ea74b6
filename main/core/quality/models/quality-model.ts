import { fileURLToPath } from 'node:url';
import { AnatomyModel, type BodyRegion } from './anatomy-model.ts';
import { findEvidence, type ArtifactEvidence } from './artifact-evidence.ts';
import { ARTIFACT_TYPES, type ArtifactType } from '../../catalog/quality-record.ts';
import { readModelFolder } from '../../inference/model-folder.ts';
import {
  ModelRunner,
  type ModelInputs,
  type ModelOutputs,
  type RunnerOptions,
} from '../../inference/model-runner.ts';
import { qualityManifestSchema, type QualityManifest } from './quality-manifest.ts';
import { openUserModels, type UserFinding, type UserModels } from './user-models.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { SMALL, TILE } from '../metrics/image-views.ts';
import { modalityGroup } from '../metrics/fixed-scale.ts';
import { measureImage } from '../metrics/measure-image.ts';
import { METRIC_NAMES } from '../metrics/metric-names.ts';
import { MODEL_TILES, toQualityModelInput } from '../preprocess/quality-model-input.ts';
import { ok, type Result } from '../../shared/result.ts';

/** What is to be judged. */
export interface MeasuredFrame {
  readonly frame: DecodedFrame;
  /** Of `measure`. */
  readonly metrics: Float32Array;
  /** Modality (0008,0060). */
  readonly modality: string;
}

/** What the models say of one frame; thresholds are not applied. */
export interface Judgement extends ArtifactEvidence {
  /** Calibrated. */
  readonly probabilities: Record<ArtifactType, number>;
  readonly severities: Record<ArtifactType, number>;
  /** 0 to 1, 1 is flawless. */
  readonly score: number;
  /** Unlike anything that the model knows: its other answers mean nothing. */
  readonly isOutOfDistribution: boolean;
  readonly anatomy: BodyRegion;
  /** What models of the user's own found. */
  readonly userFindings: readonly UserFinding[];
  readonly provider: string;
  readonly model: string;
  readonly version: string;
}

export interface ExplainedMetric {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  /** In which most good images of this modality lie. */
  readonly band: { readonly low: number; readonly high: number } | null;
}

export interface QualityModelOptions extends RunnerOptions {
  /** Folder with one folder for each model of the user's own: `<data>/models`. None when left out. */
  readonly userModelsDir?: string;
}

/**
 * The models of the quality check, ready to run: `quality`, `anatomy` and the user's own. `judge` blocks the thread that calls
 * it: for workers only.
 */
export class QualityModel implements AsyncDisposable {
  readonly #manifest: QualityManifest;
  readonly #runner: ModelRunner;
  readonly #anatomy: AnatomyModel;
  readonly #userModels: UserModels;

  private constructor(
    manifest: QualityManifest,
    runner: ModelRunner,
    anatomy: AnatomyModel,
    userModels: UserModels,
  ) {
    this.#manifest = manifest;
    this.#runner = runner;
    this.#anatomy = anatomy;
    this.#userModels = userModels;
  }

  /**
   * @param modelsUrl folder with a folder for each model: native-models
   * @returns why there are no models that run, in plain words; a broken model of the user's own is told in `problems` instead
   */
  static async open(
    modelsUrl: URL,
    options: QualityModelOptions = {},
  ): Promise<Result<QualityModel, string>> {
    const folderOf = (name: string) => fileURLToPath(new URL(`${name}/`, modelsUrl));
    const read = await readModelFolder(folderOf('quality'), qualityManifestSchema);
    if (!read.ok) return read;
    const runner = await ModelRunner.open(read.value.model, sampleInputs(), options);
    if (!runner.ok) return runner;
    const anatomy = await AnatomyModel.open(folderOf('anatomy'), options);
    if (!anatomy.ok) {
      await runner.value[Symbol.asyncDispose]();
      return anatomy;
    }
    const userModels = await openUserModels(options.userModelsDir, options);
    return ok(new QualityModel(read.value.manifest, runner.value, anatomy.value, userModels));
  }

  /** What the answers come from and how they are to be read. */
  get terms() {
    const { name, version, thresholds, reviewBelowScore } = this.#manifest;
    const parts = [this.#manifest, this.#anatomy, ...this.#userModels.models];
    return {
      /** Another one makes every verdict anew. */
      qualityVersion: parts.map((part) => `${part.name} ${part.version}`).join(', '),
      model: name,
      version,
      thresholds,
      reviewBelowScore,
    };
  }

  /** Models of the user's own that cannot be used, and why. */
  get problems(): readonly string[] {
    return this.#userModels.problems;
  }

  /** Where it runs, and why not on another provider that was tried. */
  get runtime() {
    return { provider: this.#runner.provider, rejections: this.#runner.rejections };
  }

  measure(frame: DecodedFrame, modality: string): Float32Array {
    return measureImage(frame, { modality });
  }

  async judge(frame: DecodedFrame, metrics: Float32Array, modality: string): Promise<Judgement> {
    const [judgement] = await this.judgeBatch([{ frame, metrics, modality }]);
    if (!judgement) throw new Error('One frame gives one judgement.');
    return judgement;
  }

  /** One run of each model for all of them. */
  async judgeBatch(images: readonly MeasuredFrame[]): Promise<Judgement[]> {
    if (images.length === 0) return [];
    const outputs = await this.#runner.run(toInputs(images));
    const regions = await this.#anatomy.recognise(images);
    const judgements: Judgement[] = [];
    for (const [index, image] of images.entries()) {
      judgements.push({
        ...this.#read(outputs, index, image),
        ...findEvidence(image.frame, image.metrics, image.modality),
        anatomy: regions[index] ?? { label: 'unknown', confidence: 0 },
        userFindings: await this.#userModels.check(image),
        provider: this.#runner.provider,
        model: this.#manifest.name,
        version: this.#manifest.version,
      });
    }
    return judgements;
  }

  /** What a person is shown of the metrics, each beside the band of good images. */
  explain(metrics: Float32Array, modality: string): ExplainedMetric[] {
    const group = modalityGroup(modality);
    return this.#manifest.metrics.flatMap(({ name, label, unit, shown, bands }, index) => {
      const band = bands[group];
      const value = metrics[index] ?? 0;
      return shown ? [{ name, label, value, unit, band: band && { low: band[0], high: band[1] } }] : [];
    });
  }

  #read(outputs: ModelOutputs, index: number, { frame, modality }: MeasuredFrame) {
    const { calibration, outOfDistribution } = this.#manifest;
    const outputOf = (name: string, place: number) => {
      const value = outputs[name]?.[place];
      if (value === undefined) throw new Error(`The quality model has no output "${name}".`);
      return value;
    };
    const byType = (valueOf: (type: ArtifactType, place: number) => number) =>
      Object.fromEntries(
        ARTIFACT_TYPES.map((type, place) => [type, valueOf(type, index * ARTIFACT_TYPES.length + place)]),
      ) as Record<ArtifactType, number>; // one for each type
    return {
      probabilities: byType((type, place) => {
        const { slope, intercept } = calibration[type];
        return 1 / (1 + Math.exp(-(slope * outputOf('logits', place) + intercept)));
      }),
      severities: byType((_, place) => outputOf('severities', place)),
      score: Math.min(Math.max(outputOf('score', index), 0), 1),
      isOutOfDistribution:
        modalityGroup(modality) === 'other' ||
        Math.min(frame.rows, frame.columns) < outOfDistribution.leastSide ||
        !(outputOf('distance', index) <= outOfDistribution.distanceAbove),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
    await this.#anatomy[Symbol.asyncDispose]();
    await this.#userModels[Symbol.asyncDispose]();
  }
}

function toInputs(images: readonly MeasuredFrame[]): ModelInputs {
  const count = images.length;
  const metrics = new Float32Array(count * METRIC_NAMES.length);
  const small = new Float32Array(count * SMALL * SMALL);
  const tiles = new Float32Array(count * MODEL_TILES * TILE * TILE);
  images.forEach((image, index) => {
    const input = toQualityModelInput(image.frame, image.modality);
    metrics.set(image.metrics, index * METRIC_NAMES.length);
    small.set(input.small, index * input.small.length);
    tiles.set(input.tiles, index * input.tiles.length);
  });
  return shaped(count, metrics, small, tiles);
}

/** Numbers that differ everywhere, for the warm-up. */
function sampleInputs(): ModelInputs {
  const ramp = (length: number) => Float32Array.from({ length }, (_, index) => (index % 97) / 96);
  return shaped(1, ramp(METRIC_NAMES.length), ramp(SMALL * SMALL), ramp(MODEL_TILES * TILE * TILE));
}

function shaped(count: number, metrics: Float32Array, small: Float32Array, tiles: Float32Array): ModelInputs {
  return {
    metrics: { data: metrics, shape: [count, METRIC_NAMES.length] },
    small: { data: small, shape: [count, 1, SMALL, SMALL] },
    tiles: { data: tiles, shape: [count, MODEL_TILES, TILE, TILE] },
  };
}
