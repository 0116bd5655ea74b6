import type { Database, Statement } from 'better-sqlite3';

/** Which instances are asked for: lists of UIDs that all have to fit; null where a level is left open. */
export interface RetrievalKeys {
  readonly patientId: string | null;
  readonly studyUids: readonly string[] | null;
  readonly seriesUids: readonly string[] | null;
  readonly instanceUids: readonly string[] | null;
}

/** What is needed to send an instance. */
export interface InstanceToSend {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly objectName: string;
  /** First byte of the data set in the file. */
  readonly dataSetOffset: number;
  /** Of the data set. */
  readonly sizeBytes: number;
  readonly dataSetSha256: string;
}

/** JSON lists; null where a level is left open. */
interface Lists {
  readonly patientId: string | null;
  readonly studies: string | null;
  readonly series: string | null;
  readonly instances: string | null;
}

const COLUMNS = `i.sop_instance_uid AS sopInstanceUid, i.sop_class_uid AS sopClassUid,
  i.transfer_syntax_uid AS transferSyntaxUid, i.object_name AS objectName, i.data_set_offset AS dataSetOffset,
  i.size_bytes AS sizeBytes, i.data_set_sha256 AS dataSetSha256`;
/** In the order in which a person would leaf through them. */
const ORDER = 'ORDER BY s.study_key, se.series_number, se.series_key, i.instance_number, i.instance_key';
const CONDITIONS = `i.is_alternate = 0 AND (@patientId IS NULL OR p.patient_id = @patientId)
  AND (@studies IS NULL OR s.study_instance_uid IN (SELECT value FROM json_each(@studies)))
  AND (@series IS NULL OR se.series_instance_uid IN (SELECT value FROM json_each(@series)))
  AND (@instances IS NULL OR i.sop_instance_uid IN (SELECT value FROM json_each(@instances)))`;
const DOWNWARDS = `CROSS JOIN series AS se ON se.study_key = s.study_key
  CROSS JOIN instances AS i INDEXED BY instances_by_series ON i.series_key = se.series_key`;

/**
 * Selects the instances of a retrieval, from the lowest level that has keys. Alternates, which wait for a person's
 * decision, and what is unfiled are never sent.
 */
export class RetrievalRows {
  readonly #byPatient: Statement<[Lists], InstanceToSend>;
  readonly #byStudy: Statement<[Lists], InstanceToSend>;
  readonly #bySeries: Statement<[Lists], InstanceToSend>;
  readonly #byInstance: Statement<[Lists], InstanceToSend>;

  constructor(db: Database) {
    const prepare = (from: string) =>
      db.prepare<[Lists], InstanceToSend>(`SELECT ${COLUMNS} FROM ${from} WHERE ${CONDITIONS} ${ORDER}`);
    this.#byPatient =
      prepare(`(SELECT patient_key, patient_id FROM patients WHERE patient_id = @patientId) AS p
      CROSS JOIN studies AS s ON s.patient_key = p.patient_key ${DOWNWARDS}`);
    this.#byStudy = prepare(`json_each(@studies) AS wanted
      CROSS JOIN studies AS s ON s.study_instance_uid = wanted.value
      CROSS JOIN patients AS p ON p.patient_key = s.patient_key ${DOWNWARDS}`);
    this.#bySeries = prepare(`json_each(@series) AS wanted
      CROSS JOIN series AS se ON se.series_instance_uid = wanted.value
      CROSS JOIN studies AS s ON s.study_key = se.study_key
      CROSS JOIN patients AS p ON p.patient_key = s.patient_key
      CROSS JOIN instances AS i INDEXED BY instances_by_series ON i.series_key = se.series_key`);
    this.#byInstance = prepare(`json_each(@instances) AS wanted
      CROSS JOIN instances AS i ON i.sop_instance_uid = wanted.value
      CROSS JOIN series AS se ON se.series_key = i.series_key
      CROSS JOIN studies AS s ON s.study_key = se.study_key
      CROSS JOIN patients AS p ON p.patient_key = s.patient_key`);
  }

  /** Each instance once. @throws RangeError without any key */
  select(keys: RetrievalKeys): InstanceToSend[] {
    const toList = (uids: readonly string[] | null) => uids && JSON.stringify([...new Set(uids)]);
    const lists: Lists = {
      patientId: keys.patientId,
      studies: toList(keys.studyUids),
      series: toList(keys.seriesUids),
      instances: toList(keys.instanceUids),
    };
    if (keys.instanceUids) return this.#byInstance.all(lists);
    if (keys.seriesUids) return this.#bySeries.all(lists);
    if (keys.studyUids) return this.#byStudy.all(lists);
    if (keys.patientId !== null) return this.#byPatient.all(lists);
    throw new RangeError('a retrieval needs a key');
  }
}
