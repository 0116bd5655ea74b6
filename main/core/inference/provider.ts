import { existsSync } from 'node:fs';

/** What a model can run on, as onnxruntime-node calls it. */
export type ProviderName = 'cuda' | 'dml' | 'coreml' | 'webgpu' | 'cpu';

/** As the profile of a session names the provider of each step. */
export const PROFILE_NAMES: Readonly<Record<ProviderName, string>> = {
  cuda: 'CUDAExecutionProvider',
  dml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  cpu: 'CPUExecutionProvider',
};

/** The kernel's graphics devices; without one, WebGPU on Linux would find a software adapter at best. */
const LINUX_GRAPHICS = '/dev/dri';

/** What to try on this machine, best first; `cpu` is what is left when none of them is as good. */
export function providersToTry(
  platform: NodeJS.Platform = process.platform,
  hasGraphics = existsSync(LINUX_GRAPHICS),
): readonly ProviderName[] {
  const inOrder: Partial<Record<NodeJS.Platform, readonly ProviderName[]>> = {
    win32: ['dml', 'webgpu'],
    darwin: ['coreml', 'webgpu'],
    linux: hasGraphics ? ['cuda', 'webgpu'] : ['cuda'],
  };
  return inOrder[platform] ?? [];
}
