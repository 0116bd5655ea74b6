import { z } from 'zod';
import { baseManifestSchema, readModelFolder } from '../../inference/model-folder.ts';
import { ModelRunner, type RunnerOptions } from '../../inference/model-runner.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { modalityGroup } from '../metrics/fixed-scale.ts';
import { BODY_REGION_SIZE, toBodyRegionInput } from '../preprocess/body-region-input.ts';
import { ok, type Result } from '../../shared/result.ts';

export interface BodyRegion {
  /** HEAD, CHEST, ABDOMEN, PELVIS, SPINE, BREAST, HAND or `unknown`. */
  readonly label: string;
  /** Calibrated probability of the likeliest region, sure enough or not; 0 where none can be told. */
  readonly confidence: number;
}

const manifestSchema = baseManifestSchema.extend({
  regions: z.array(z.string()).min(1),
  thresholds: z.object({ confidence: z.number(), unlike: z.number(), distance: z.number() }),
});
type Manifest = z.output<typeof manifestSchema>;

const PIXELS = BODY_REGION_SIZE * BODY_REGION_SIZE;
const CANNOT_TELL: BodyRegion = { label: 'unknown', confidence: 0 };

/** Which region of the body an image shows; native-models/anatomy/card.md tells how well. */
export class AnatomyModel implements AsyncDisposable {
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

  static async open(folder: string, options?: RunnerOptions): Promise<Result<AnatomyModel, string>> {
    const read = await readModelFolder(folder, manifestSchema);
    if (!read.ok) return read;
    const sample = Float32Array.from({ length: PIXELS }, (_, index) => (index % 97) / 96);
    const runner = await ModelRunner.open(read.value.model, toInputs(sample, 1), options);
    return runner.ok ? ok(new AnatomyModel(read.value.manifest, runner.value)) : runner;
  }

  get provider(): string {
    return this.#runner.provider;
  }

  /** For each image, in their order. Ultrasound, PET and whatever else it never saw are `unknown`. */
  async recognise(
    images: readonly { readonly frame: DecodedFrame; readonly modality: string }[],
  ): Promise<BodyRegion[]> {
    if (images.length === 0) return [];
    const batch = new Float32Array(images.length * PIXELS);
    images.forEach(({ frame, modality }, index) => {
      batch.set(toBodyRegionInput(frame, modality), index * PIXELS);
    });
    const { probabilities, distance } = await this.#runner.run(toInputs(batch, images.length));
    if (!probabilities || !distance)
      throw new Error('The anatomy model has other outputs than its manifest says.');
    const outputs = this.#manifest.regions.length + 1;
    return images.map(({ modality }, index) => {
      const own = probabilities.subarray(index * outputs, (index + 1) * outputs);
      return modalityGroup(modality) === 'other'
        ? CANNOT_TELL
        : this.#decide(own, distance[index] ?? Infinity);
    });
  }

  #decide(probabilities: Float32Array, distance: number): BodyRegion {
    const { regions, thresholds } = this.#manifest;
    const known = probabilities.subarray(0, regions.length);
    const confidence = Math.max(...known);
    const isSure =
      confidence >= thresholds.confidence &&
      (probabilities[regions.length] ?? 1) <= thresholds.unlike &&
      distance <= thresholds.distance;
    const label = isSure ? regions[known.indexOf(confidence)] : undefined;
    return { label: label ?? 'unknown', confidence };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
  }
}

function toInputs(data: Float32Array, count: number) {
  return { image: { data, shape: [count, 1, BODY_REGION_SIZE, BODY_REGION_SIZE] } };
}
