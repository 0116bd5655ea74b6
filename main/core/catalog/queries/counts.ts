import { sql, type Kysely } from 'kysely';
import type { CatalogTables } from '../database-types.ts';

export interface CatalogCounts {
  readonly studies: number;
  readonly instances: number;
  readonly unfiled: number;
  /** Open ones. */
  readonly conflicts: number;
}

export async function countCatalog(db: Kysely<CatalogTables>): Promise<CatalogCounts> {
  const { rows } = await sql<CatalogCounts>`SELECT
    (SELECT count(*) FROM studies) AS studies,
    (SELECT coalesce(sum(instance_count), 0) FROM studies) + (SELECT count(*) FROM unfiled) AS instances,
    (SELECT count(*) FROM unfiled) AS unfiled,
    (SELECT count(*) FROM conflicts WHERE resolved_at_ms IS NULL) AS conflicts`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('A query of counts gave no row');
  return counts;
}
