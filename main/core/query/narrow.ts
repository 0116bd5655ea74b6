import type { FindKeys, StudyFilter } from '../catalog/queries/find-keys.ts';
import type { TurnTaker } from './turn-taker.ts';

/** More keys than this are not worth to be fetched one by one: every row is read in its order instead. */
const MAX_KEYS = 20_000;
/** UIDs that are looked up at once. */
const CHUNK_UIDS = 500;
/** So few that no other filter needs to be tried. */
const FEW_KEYS = 50;

/**
 * The keys of the studies that a query can be about, by the narrowest filter, ascending.
 *
 * @returns null when no filter narrows them enough
 */
export async function narrow(
  keys: FindKeys,
  filters: readonly StudyFilter[],
  turns: TurnTaker,
): Promise<readonly number[] | null> {
  let best: readonly number[] | null = null;
  for (const filter of filters) {
    if (best !== null && best.length <= FEW_KEYS) break;
    const limit: number = best === null ? MAX_KEYS + 1 : best.length;
    const found = await findStudies(keys, filter, limit, turns);
    if (found.length < limit) best = found;
  }
  return best?.toSorted((a, b) => a - b) ?? null;
}

async function findStudies(
  keys: FindKeys,
  filter: StudyFilter,
  limit: number,
  turns: TurnTaker,
): Promise<readonly number[]> {
  if (!('uids' in filter) || filter.uids.length <= CHUNK_UIDS) {
    const found = keys.findStudies(filter, limit);
    await turns.giveWay();
    return found;
  }
  const found = new Set<number>();
  for (let at = 0; at < filter.uids.length && found.size < limit; at += CHUNK_UIDS) {
    const uids = filter.uids.slice(at, at + CHUNK_UIDS);
    for (const key of keys.findStudies({ ...filter, uids }, limit)) found.add(key);
    await turns.giveWay();
  }
  return [...found].slice(0, limit);
}
