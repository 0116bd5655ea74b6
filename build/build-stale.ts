import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bundle, BundleName } from './bundles.ts';
import { fingerprint } from './fingerprint.ts';
import { withLock } from './folder-lock.ts';
import { DIST, ROOT } from './paths.ts';

export interface BuildRequest {
  readonly bundles: readonly Bundle[];
  readonly only: readonly BundleName[];
  readonly isForced: boolean;
  /** Progress; may be silent. */
  readonly say: (line: string) => void;
  /** What failed and why. */
  readonly complain: (line: string) => void;
}

/**
 * Builds those bundles whose sources changed since their last build. A bundle is made in a folder beside its place and
 * moved there whole, so that a core which is being started never reads half a file. One that fails keeps its last good
 * build and stops no other.
 *
 * @returns the names of those that failed
 */
export async function buildStale(request: BuildRequest): Promise<readonly BundleName[]> {
  const wanted = request.bundles.filter((bundle) => request.only.includes(bundle.name));
  if (wanted.every((bundle) => !request.isForced && isFresh(bundle))) return [];
  const failed: BundleName[] = [];
  const work = async () => {
    for (const bundle of wanted) {
      try {
        await buildOne(bundle, request);
      } catch (error) {
        request.complain(
          `${bundle.name}: not built. ${error instanceof Error ? error.message : String(error)}`,
        );
        failed.push(bundle.name);
      }
    }
  };
  const onWait = () => {
    request.say('Another build is running; waiting for it.');
  };
  await withLock(path.join(DIST, '.lock'), onWait, work);
  return failed;
}

/** True when nothing has to be done: built from the present sources, or there are no sources. */
function isFresh(bundle: Bundle): boolean {
  if (!existsSync(path.join(ROOT, bundle.entry))) return true;
  const isWhole = bundle.outputs.every((file) => existsSync(path.join(DIST, bundle.name, file)));
  return isWhole && readStamp(bundle.name) === fingerprint(ROOT, bundle.sources);
}

async function buildOne(bundle: Bundle, { isForced, say }: BuildRequest): Promise<void> {
  if (!existsSync(path.join(ROOT, bundle.entry))) {
    say(`${bundle.name}: ${bundle.entry} is not there; left out.`);
    return;
  }
  if (!isForced && isFresh(bundle)) return; // another build made it while this one waited
  const startedMs = performance.now();
  const stamp = fingerprint(ROOT, bundle.sources);
  const place = path.join(DIST, bundle.name);
  const fresh = path.join(DIST, `.${bundle.name}-new`);
  const old = path.join(DIST, `.${bundle.name}-old`);
  rmSync(fresh, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await bundle.build(fresh);
  rmSync(stampFile(bundle.name), { force: true });
  if (existsSync(place)) renameSync(place, old);
  renameSync(fresh, place);
  writeFileSync(stampFile(bundle.name), stamp);
  rmSync(old, { recursive: true, force: true });
  say(`${bundle.name}: built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
}

function stampFile(name: BundleName): string {
  return path.join(DIST, `.${name}.stamp`);
}

function readStamp(name: BundleName): string | null {
  try {
    return readFileSync(stampFile(name), 'utf8');
  } catch {
    return null;
  }
}
