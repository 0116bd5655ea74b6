import { loadViewerPage } from './ViewerSlot.tsx';

/** The first study opens at once when the viewer was loaded while nobody waited for it. */
const IDLE_AFTER_MS = 1_500;

/** Loads the viewer and starts its decoders once the worklist stands. @returns a function that calls it off */
export function warmUpWhenIdle(): () => void {
  const timer = setTimeout(() => void warmUp(), IDLE_AFTER_MS);
  return () => {
    clearTimeout(timer);
  };
}

async function warmUp(): Promise<void> {
  const [{ warmUpViewer }] = await Promise.all([import('../viewer/warm-up.ts'), loadViewerPage()]);
  await warmUpViewer();
}
