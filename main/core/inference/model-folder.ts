import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../shared/result.ts';

export interface ModelFolder<Manifest> {
  readonly manifest: Manifest;
  /** `model.onnx`; its hash is the one in the manifest. */
  readonly model: Uint8Array;
}

/** What every manifest says. */
export const baseManifestSchema = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  /** Of model.onnx, in hex. */
  sha256: z.string().length(64),
});

/**
 * Reads `model.onnx` and `manifest.json`.
 *
 * @returns why it cannot be used, in plain words: a missing file, a manifest that is not understood, another model than the
 *   manifest's
 */
export async function readModelFolder<Manifest extends z.output<typeof baseManifestSchema>>(
  folder: string,
  schema: z.ZodType<Manifest>,
): Promise<Result<ModelFolder<Manifest>, string>> {
  const name = path.basename(folder);
  let text: string;
  let model: Uint8Array;
  try {
    text = await readFile(path.join(folder, 'manifest.json'), 'utf8');
    model = await readFile(path.join(folder, 'model.onnx'));
  } catch {
    return err(`The model "${name}" is not complete: model.onnx or manifest.json is missing.`);
  }
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err(
      `The manifest of the model "${name}" is not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  if (createHash('sha256').update(model).digest('hex') !== parsed.data.sha256) {
    return err(`The model "${name}" is not the one that its manifest names.`);
  }
  return ok({ manifest: parsed.data, model });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
