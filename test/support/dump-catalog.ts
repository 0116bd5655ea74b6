import Database from 'better-sqlite3';

const TABLES = [
  'patients',
  'studies',
  'series',
  'instances',
  'instance_details',
  'unfiled',
  'conflicts',
  'jobs',
] as const;

/** Every row of `catalog.sqlite`, generated columns too, and what the search index finds: to compare two catalogs. */
export function dumpCatalog(filePath: string): Record<string, unknown[]> {
  const db = new Database(filePath, { readonly: true });
  const dump: Record<string, unknown[]> = {};
  for (const table of TABLES) dump[table] = db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all();
  dump['search'] = db
    .prepare("SELECT rowid FROM study_search WHERE study_search MATCH 'd* OR r* OR p* OR c*' ORDER BY rowid")
    .all();
  db.close();
  return dump;
}

/** A copy as of this moment, taken while the catalog is in use. */
export async function backUpCatalog(filePath: string, copyPath: string): Promise<void> {
  const db = new Database(filePath, { readonly: true });
  await db.backup(copyPath);
  db.close();
}
