import { InferenceSession, Tensor } from 'onnxruntime-node';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { err, ok, type Result } from '../shared/result.ts';
import { PROFILE_NAMES, providersToTry, type ProviderName } from './provider.ts';

export interface ModelTensor {
  readonly data: Float32Array;
  /** The first number is the batch. */
  readonly shape: readonly number[];
}
export type ModelInputs = Readonly<Record<string, ModelTensor>>;
export type ModelOutputs = Readonly<Record<string, Float32Array>>;

export interface RunnerOptions {
  /** Tried in this order before the CPU; what this platform may have when left out. */
  readonly providers?: readonly ProviderName[];
  /** Milliseconds from any moment on. */
  readonly nowMs?: () => number;
}

/** A provider's answer may differ from the CPU's by this, relative to the larger of the answer and 1. */
const TOLERANCE = 1e-4;
/** Runs that are timed, after the first; the fastest counts. */
const TIMED_RUNS = 3;
const NO_ENTRY = '';

/**
 * One model on the provider that was found best. `run` blocks the thread that calls it: for workers only.
 */
export class ModelRunner implements AsyncDisposable {
  /** Where it really runs. */
  readonly provider: ProviderName;
  /** Why each provider that was tried before was not taken, in plain words. */
  readonly rejections: readonly string[];
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession, provider: ProviderName, rejections: readonly string[]) {
    this.#session = session;
    this.provider = provider;
    this.rejections = rejections;
  }

  /**
   * Loads the model on the CPU, then on each provider that may be here: one is taken when it really runs there, agrees with the
   * CPU on `sample`, and is not slower.
   *
   * @returns why the model does not run at all, in plain words
   */
  static async open(
    model: Uint8Array,
    sample: ModelInputs,
    { providers = providersToTry(), nowMs = () => performance.now() }: RunnerOptions = {},
  ): Promise<Result<ModelRunner, string>> {
    let cpu: InferenceSession;
    let reference: WarmUp;
    try {
      cpu = await createSession(model, 'cpu', NO_ENTRY);
      reference = await warmUp(cpu, sample, nowMs);
    } catch (error) {
      return err(`The model does not run here. ${wordsOf(error)}`);
    }
    const rejections: string[] = [];
    for (const provider of providers.filter((name) => name !== 'cpu')) {
      const tried = await tryProvider(provider, model, sample, reference, nowMs);
      if (tried.ok) {
        await cpu.release();
        return ok(new ModelRunner(tried.value, provider, rejections));
      }
      rejections.push(`${provider}: ${tried.error}`);
    }
    return ok(new ModelRunner(cpu, 'cpu', rejections));
  }

  async run(inputs: ModelInputs): Promise<ModelOutputs> {
    return await runSession(this.#session, inputs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

interface WarmUp {
  readonly outputs: ModelOutputs;
  readonly fastestMs: number;
}

async function tryProvider(
  provider: ProviderName,
  model: Uint8Array,
  sample: ModelInputs,
  reference: WarmUp,
  nowMs: () => number,
): Promise<Result<InferenceSession, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bucky-warm-up-'));
  let session: InferenceSession | null = null;
  try {
    // `webgpu` and `cuda` throw when they are absent; `dml` and `coreml` run on the CPU and say nothing.
    session = await createSession(model, provider, path.join(folder, 'profile'));
    await runSession(session, sample);
    session.endProfiling();
    const problem =
      (await ranOn(provider, folder)) ?? judgeWarmUp(await warmUp(session, sample, nowMs), reference);
    if (problem === null) return ok(session);
    await session.release();
    return err(problem);
  } catch (error) {
    await session?.release().catch(() => undefined);
    return err(`not here. ${wordsOf(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns null when at least one step of the profile ran on this provider */
async function ranOn(provider: ProviderName, folder: string): Promise<string | null> {
  const [file] = await readdir(folder);
  const profile = file === undefined ? '' : await readFile(path.join(folder, file), 'utf8');
  return profile.includes(`"${PROFILE_NAMES[provider]}"`) ? null : 'everything ran on the CPU.';
}

function judgeWarmUp(own: WarmUp, reference: WarmUp): string | null {
  for (const [name, expected] of Object.entries(reference.outputs)) {
    const actual = own.outputs[name];
    if (actual?.length !== expected.length) return 'it gave another number of answers.';
    for (let index = 0; index < expected.length; index += 1) {
      const value = expected[index] ?? 0;
      const gap = Math.abs((actual[index] ?? NaN) - value);
      if (!(gap <= TOLERANCE * Math.max(1, Math.abs(value)))) return 'its answers differ from the CPU.';
    }
  }
  return own.fastestMs <= reference.fastestMs ? null : 'slower than the CPU.';
}

async function warmUp(session: InferenceSession, sample: ModelInputs, nowMs: () => number): Promise<WarmUp> {
  const outputs = await runSession(session, sample);
  let fastestMs = Infinity;
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    const beganAtMs = nowMs();
    await runSession(session, sample);
    fastestMs = Math.min(fastestMs, nowMs() - beganAtMs);
  }
  return { outputs, fastestMs };
}

async function createSession(
  model: Uint8Array,
  provider: ProviderName,
  profilePrefix: string,
): Promise<InferenceSession> {
  const isProfiled = profilePrefix !== NO_ENTRY;
  return await InferenceSession.create(model, {
    executionProviders: [provider],
    // The models are small: more threads cost the other workers more than they gain.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Errors come as exceptions; what else it has to say is not ours to write.
    logSeverityLevel: 4,
    ...(isProfiled ? { enableProfiling: true, profileFilePrefix: profilePrefix } : {}),
  });
}

async function runSession(session: InferenceSession, inputs: ModelInputs): Promise<ModelOutputs> {
  const tensors = Object.entries(inputs).map(
    ([name, { data, shape }]) => [name, new Tensor('float32', data, shape)] as const,
  );
  const outputs = await session.run(Object.fromEntries(tensors));
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, { data }]) =>
      data instanceof Float32Array ? [[name, data]] : [],
    ),
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
