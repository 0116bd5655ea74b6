import type { Database, Statement } from 'better-sqlite3';
import type { PersonName } from '../../dicom/instance-header.ts';
import {
  isPlaceholderPatientId,
  isSameIdAndIssuer,
  isSamePerson,
  type PatientIdentity,
} from '../patient-identity.ts';

export interface PatientRow {
  readonly patient_key: number;
  readonly patient_id: string;
  readonly issuer_of_patient_id: string;
  readonly sole_study_instance_uid: string;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly birth_date: string | null;
  readonly sex: string;
}

/** What the first image of a study says of its patient. */
export interface PatientClaim extends PatientIdentity {
  readonly sex: string;
}

export interface ResolvedPatient {
  readonly patientKey: number;
  /** The row learned something that the patient's other studies must follow. */
  readonly hasChanged: boolean;
  /** Others with the same ID and Issuer but another name or birth date: nothing is merged, a person must look. */
  readonly contradictingKeys: readonly number[];
}

/** Finds or makes the patient row of a study. */
export class PatientWriter {
  readonly #byIdentity: Statement<[string, string], PatientRow>;
  readonly #insert: Statement<[string, string, string, string, string, string, string | null, string]>;
  readonly #fill: Statement<[string, string, string, string | null, string, number]>;

  constructor(db: Database) {
    this.#byIdentity = db.prepare(`SELECT * FROM patients
      WHERE patient_id = ? AND issuer_of_patient_id = ? AND sole_study_instance_uid = '' ORDER BY patient_key`);
    this.#insert =
      db.prepare(`INSERT INTO patients (patient_id, issuer_of_patient_id, sole_study_instance_uid,
      name_alphabetic, name_ideographic, name_phonetic, birth_date, sex) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#fill = db.prepare(`UPDATE patients SET name_alphabetic = ?, name_ideographic = ?, name_phonetic = ?,
      birth_date = ?, sex = ? WHERE patient_key = ?`);
  }

  /** For a study that is new. */
  resolve(claim: PatientClaim, studyInstanceUid: string): ResolvedPatient {
    if (isPlaceholderPatientId(claim.patientId)) {
      return { patientKey: this.#add(claim, studyInstanceUid), hasChanged: false, contradictingKeys: [] };
    }
    const candidates = this.#byIdentity.all(claim.patientId, claim.issuerOfPatientId);
    const match = candidates.find((row) => isSamePerson(toIdentity(row), claim));
    if (match !== undefined) {
      const hasChanged = this.fillGaps(match, claim);
      return { patientKey: match.patient_key, hasChanged, contradictingKeys: [] };
    }
    const patientKey = this.#add(claim, '');
    return { patientKey, hasChanged: false, contradictingKeys: candidates.map((row) => row.patient_key) };
  }

  /**
   * Takes over what the row does not know yet, such as a birth date that only later images carry.
   *
   * @returns whether the row changed
   */
  fillGaps(row: PatientRow, claim: PatientClaim): boolean {
    const name = {
      alphabetic: row.name_alphabetic || claim.name.alphabetic,
      ideographic: row.name_ideographic || claim.name.ideographic,
      phonetic: row.name_phonetic || claim.name.phonetic,
    };
    const birthDate = row.birth_date ?? claim.birthDate;
    const sex = row.sex || claim.sex;
    const isSame =
      name.alphabetic === row.name_alphabetic &&
      name.ideographic === row.name_ideographic &&
      name.phonetic === row.name_phonetic &&
      birthDate === row.birth_date &&
      sex === row.sex;
    if (isSame) return false;
    this.#fill.run(name.alphabetic, name.ideographic, name.phonetic, birthDate, sex, row.patient_key);
    return true;
  }

  #add(claim: PatientClaim, soleStudyInstanceUid: string): number {
    const { lastInsertRowid } = this.#insert.run(
      claim.patientId,
      claim.issuerOfPatientId,
      soleStudyInstanceUid,
      claim.name.alphabetic,
      claim.name.ideographic,
      claim.name.phonetic,
      claim.birthDate,
      claim.sex,
    );
    return Number(lastInsertRowid);
  }
}

/** Whether an image that names a study may show the patient that the study belongs to. */
export function isClaimOfPatient(row: PatientRow, claim: PatientClaim): boolean {
  const identity = toIdentity(row);
  const isSameId =
    row.sole_study_instance_uid === ''
      ? isSameIdAndIssuer(identity, claim)
      : isPlaceholderPatientId(claim.patientId);
  return isSameId && isSamePerson(identity, claim);
}

export function toPersonName(row: {
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
}): PersonName {
  return { alphabetic: row.name_alphabetic, ideographic: row.name_ideographic, phonetic: row.name_phonetic };
}

function toIdentity(row: PatientRow): PatientIdentity {
  return {
    patientId: row.patient_id,
    issuerOfPatientId: row.issuer_of_patient_id,
    name: toPersonName(row),
    birthDate: row.birth_date,
  };
}
