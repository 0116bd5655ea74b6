import type { Kysely } from 'kysely';
import type { CatalogTables } from '../database-types.ts';

/** Sorts behind every hex digit. */
const BEHIND_HEX = 'g';

/**
 * Which of the files in one directory of `objects/` have no row.
 *
 * @param shard the four hex digits that all names start with
 */
export async function findUnknownObjects(
  db: Kysely<CatalogTables>,
  shard: string,
  objectNames: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('instances')
    .where('object_name', '>=', shard)
    .where('object_name', '<', shard + BEHIND_HEX)
    .select('object_name')
    .execute();
  const known = new Set(rows.map((row) => row.object_name));
  return objectNames.filter((name) => !known.has(name));
}
