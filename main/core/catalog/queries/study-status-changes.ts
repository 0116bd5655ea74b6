import type { Kysely } from 'kysely';
import type { CatalogTables } from '../database-types.ts';
import type { StudyStatus } from '../study-status.ts';

/** Studies to which nothing came since `beforeMs` are complete. @returns the UIDs of those that changed */
export async function completeQuietStudies(db: Kysely<CatalogTables>, beforeMs: number): Promise<string[]> {
  const rows = await db
    .updateTable('studies')
    .set({ status: 'complete' })
    .where('is_arriving', '=', 1)
    .where('last_received_at_ms', '<', beforeMs)
    .returning('study_instance_uid')
    .execute();
  return rows.map((row) => row.study_instance_uid);
}

/** Null when there is no such study. */
export async function findStudyStatus(
  db: Kysely<CatalogTables>,
  studyInstanceUid: string,
): Promise<StudyStatus | null> {
  const row = await db
    .selectFrom('studies')
    .where('study_instance_uid', '=', studyInstanceUid)
    .select('status')
    .executeTakeFirst();
  return row?.status ?? null;
}

export async function replaceStudyStatus(
  db: Kysely<CatalogTables>,
  studyInstanceUid: string,
  status: StudyStatus,
): Promise<void> {
  await db
    .updateTable('studies')
    .set({ status })
    .where('study_instance_uid', '=', studyInstanceUid)
    .execute();
}
