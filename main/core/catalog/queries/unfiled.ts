import type { Kysely } from 'kysely';
import type { CatalogTables } from '../database-types.ts';
import type { UnfiledRow } from '../rows.ts';
import { toPersonName } from '../writer/patient-writer.ts';

/** Instances that are in no study, the newest first. */
export async function listUnfiled(db: Kysely<CatalogTables>, limit: number): Promise<UnfiledRow[]> {
  const rows = await db
    .selectFrom('unfiled as u')
    .innerJoin('instances as i', 'i.instance_key', 'u.instance_key')
    .selectAll('u')
    .select(['i.sop_instance_uid', 'i.source_ae_title', 'i.received_at_ms', 'i.size_bytes'])
    .orderBy('u.instance_key', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    sopInstanceUid: row.sop_instance_uid,
    patientName: toPersonName(row),
    patientId: row.patient_id,
    modality: row.modality,
    sourceAeTitle: row.source_ae_title,
    receivedAtMs: row.received_at_ms,
    sizeBytes: row.size_bytes,
    reason: row.reason,
  }));
}
