import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const DESCRIPTORS = '/proc/self/fd';

/** Open descriptors of this process; 0 where the system does not list them. */
export function countDescriptors(): number {
  if (!existsSync(DESCRIPTORS)) return 0;
  return readdirSync(DESCRIPTORS).filter((name) => targetOf(name) !== SPARE).length;
}

/** Libuv opens one at the first connection, to have a descriptor to spare, and keeps it. */
const SPARE = '/dev/null';

/** Empty for the descriptor that the listing itself used. */
function targetOf(name: string): string {
  try {
    return readlinkSync(`${DESCRIPTORS}/${name}`);
  } catch {
    return '';
  }
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
