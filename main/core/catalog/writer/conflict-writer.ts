import type { Database, Statement } from 'better-sqlite3';
import type { ConflictKind } from '../database-types.ts';

export interface NewConflict {
  readonly kind: ConflictKind;
  /** What it is about: the same matter is one row however often it comes. */
  readonly matter: readonly string[];
  readonly studyKey?: number | undefined;
  readonly patientKey?: number;
  readonly otherPatientKey?: number;
  readonly instanceKey?: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly detectedAtMs: number;
}

/** Writes conflicts and the count of open ones in each study that they touch. */
export class ConflictWriter {
  readonly #insert: Statement<[Record<string, unknown>]>;
  readonly #recount: Statement<[number], { readonly study_instance_uid: string }>;
  readonly #onStudyTouched: (studyInstanceUid: string) => void;
  readonly #studiesOfPatient: Statement<[number], { readonly study_key: number }>;

  constructor(db: Database, onStudyTouched: (studyInstanceUid: string) => void) {
    this.#onStudyTouched = onStudyTouched;
    this.#insert =
      db.prepare(`INSERT OR IGNORE INTO conflicts (kind, matter, study_key, patient_key, other_patient_key,
      instance_key, detail, detected_at_ms) VALUES (@kind, @matter, @study_key, @patient_key, @other_patient_key,
      @instance_key, @detail, @detected_at_ms)`);
    this.#recount = db.prepare(`UPDATE studies AS s SET conflict_count =
      (SELECT count(*) FROM conflicts WHERE study_key = s.study_key AND resolved_at_ms IS NULL)
      + (SELECT count(*) FROM conflicts WHERE patient_key = s.patient_key AND resolved_at_ms IS NULL)
      + (SELECT count(*) FROM conflicts WHERE other_patient_key = s.patient_key AND resolved_at_ms IS NULL)
      WHERE study_key = ? RETURNING study_instance_uid`);
    this.#studiesOfPatient = db.prepare('SELECT study_key FROM studies WHERE patient_key = ?');
  }

  add(conflict: NewConflict): void {
    const { changes } = this.#insert.run({
      kind: conflict.kind,
      matter: JSON.stringify([conflict.kind, ...conflict.matter]),
      study_key: conflict.studyKey ?? null,
      patient_key: conflict.patientKey ?? null,
      other_patient_key: conflict.otherPatientKey ?? null,
      instance_key: conflict.instanceKey ?? null,
      detail: JSON.stringify(conflict.detail),
      detected_at_ms: conflict.detectedAtMs,
    });
    if (changes === 0) return;
    if (conflict.studyKey !== undefined) this.recountStudy(conflict.studyKey);
    for (const patientKey of [conflict.patientKey, conflict.otherPatientKey]) {
      if (patientKey !== undefined) this.#recountStudiesOf(patientKey);
    }
  }

  /** For a study that is new: the open conflicts of its patient touch it too. */
  recountStudy(studyKey: number): void {
    const touched = this.#recount.get(studyKey);
    if (touched !== undefined) this.#onStudyTouched(touched.study_instance_uid);
  }

  #recountStudiesOf(patientKey: number): void {
    for (const { study_key } of this.#studiesOfPatient.all(patientKey)) this.recountStudy(study_key);
  }
}
