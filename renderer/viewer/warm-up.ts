import { cornerstoneEngine } from './engine/cornerstone.ts';

/** Starts the engine and its decoders while nobody waits for them, so that the first study opens at once. */
export function warmUpViewer(): Promise<void> {
  cornerstoneEngine();
  return Promise.resolve();
}
