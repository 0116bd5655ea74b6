import { existsSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const DESCRIPTORS = '/proc/self/fd';

/** Open descriptors of this process; 0 where the system does not list them. */
export function countDescriptors(): number {
  return existsSync(DESCRIPTORS) ? readdirSync(DESCRIPTORS).length : 0;
}

/** Bytes that this process holds on to, after everything that can be freed has been. */
export function countHeldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void; // the flag above puts it there
  // What a first pass finds unreachable may be held by what only a second one lets go of.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage(); // the second includes array buffers
  return heapUsed + external;
}
