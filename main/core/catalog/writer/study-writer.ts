import type { Database, Statement } from 'better-sqlite3';
import { toIsoDate, toIsoTime, toLocalDay } from '../../dicom/dates.ts';
import { isJudgeable } from '../../dicom/judgeable.ts';
import type { InstanceHeader } from '../../dicom/instance-header.ts';
import { foldForSearch } from '../../dicom/search-text.ts';
import type { InstanceRecord } from '../instance-record.ts';
import { higherPriority, toStudyPriority, type StudyPriority } from '../study-priority.ts';
import { statusAfterNewImage, type PersonStatus, type StudyStatus } from '../study-status.ts';
import type { PatientRow } from './patient-writer.ts';
import { StudySearchWriter } from './study-search-writer.ts';

/** A study with its patient, as far as writing needs them. */
export interface StudyAndPatientRow extends PatientRow {
  readonly study_key: number;
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly study_time_fraction: string;
  readonly study_description: string;
  readonly study_id: string;
  readonly accession_number: string;
  readonly referring_physician_name: string;
  readonly referring_physician_groups: string;
  readonly patient_age: string;
  readonly modalities: string;
  readonly first_received_at_ms: number;
  readonly status: StudyStatus;
  readonly priority: StudyPriority;
}

type StudyRowOfUid = Omit<StudyAndPatientRow, keyof PatientRow> & Pick<PatientRow, 'patient_key'>;

/** Attributes of a study that a later image may fill in where the first one left them empty. */
interface StudyValues {
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly study_time_fraction: string;
  readonly study_description: string;
  readonly study_id: string;
  readonly accession_number: string;
  readonly referring_physician_name: string;
  readonly referring_physician_groups: string;
  readonly patient_age: string;
}

/** Writes study rows, the counts in them, and their line in the search index. */
export class StudyWriter {
  readonly #find: Statement<[string], StudyRowOfUid>;
  readonly #patient: Statement<[number], PatientRow>;
  readonly #insert: Statement<[Record<string, unknown>]>;
  readonly #touch: Statement<[Record<string, unknown>]>;
  readonly #fill: Statement<[Record<string, unknown>]>;
  readonly #setStatus: Statement<[StudyStatus, number]>;
  readonly #setPriority: Statement<[StudyPriority, number]>;
  readonly #addSeries: Statement<[string, number]>;
  readonly #sortByPatient: Statement<[string, number]>;
  readonly #ofPatient: Statement<[number], { readonly study_key: number }>;
  readonly #search: StudySearchWriter;
  readonly #findPersonStatus: (studyInstanceUid: string) => PersonStatus | null;

  constructor(db: Database, findPersonStatus: (studyInstanceUid: string) => PersonStatus | null) {
    this.#findPersonStatus = findPersonStatus;
    this.#search = new StudySearchWriter(db);
    // Two questions, not a join: SQLite plans a join with a parameter anew each time it runs, at many times its cost.
    this.#find =
      db.prepare(`SELECT patient_key, study_key, study_date, study_time, study_time_fraction, study_description,
      study_id, accession_number, referring_physician_name, referring_physician_groups, patient_age, modalities, first_received_at_ms, status, priority
      FROM studies WHERE study_instance_uid = ?`);
    this.#patient = db.prepare('SELECT * FROM patients WHERE patient_key = ?');
    this.#insert =
      db.prepare(`INSERT INTO studies (study_instance_uid, patient_key, patient_age, study_date, study_time, study_time_fraction,
      study_description, study_id, accession_number, referring_physician_name, referring_physician_groups, modalities, series_count, instance_count,
      size_bytes, conflict_count, status, priority, first_received_at_ms, last_received_at_ms, source_ae_title,
      station_name, sort_patient, sort_patient_id, sort_description, sort_day)
      VALUES (@study_instance_uid, @patient_key, @patient_age, @study_date, @study_time, @study_time_fraction,
      @study_description, @study_id, @accession_number, @referring_physician_name, @referring_physician_groups, '[]', 0, 0, 0, 0, @status, @priority, @received_at_ms,
      @received_at_ms, '', '', @sort_patient, @sort_patient_id, @sort_description, @sort_day)`);
    this.#touch =
      db.prepare(`UPDATE studies SET instance_count = instance_count + 1, size_bytes = size_bytes + @size_bytes,
      first_received_at_ms = min(first_received_at_ms, @received_at_ms),
      source_ae_title = CASE WHEN @received_at_ms >= last_received_at_ms THEN @source_ae_title ELSE source_ae_title END,
      station_name = CASE WHEN @received_at_ms >= last_received_at_ms THEN @station_name ELSE station_name END,
      last_received_at_ms = max(last_received_at_ms, @received_at_ms),
      judgeable_count = judgeable_count + @judgeable, is_quality_settled = 0 WHERE study_key = @study_key`);
    this.#fill = db.prepare(`UPDATE studies SET study_date = @study_date, study_time = @study_time,
      study_time_fraction = @study_time_fraction, study_description = @study_description, study_id = @study_id, accession_number = @accession_number,
      referring_physician_name = @referring_physician_name,
      referring_physician_groups = @referring_physician_groups, patient_age = @patient_age,
      sort_description = @sort_description, sort_day = @sort_day WHERE study_key = @study_key`);
    this.#setStatus = db.prepare('UPDATE studies SET status = ? WHERE study_key = ?');
    this.#setPriority = db.prepare('UPDATE studies SET priority = ? WHERE study_key = ?');
    this.#addSeries = db.prepare(
      'UPDATE studies SET series_count = series_count + 1, modalities = ? WHERE study_key = ?',
    );
    this.#sortByPatient = db.prepare('UPDATE studies SET sort_patient = ? WHERE study_key = ?');
    this.#ofPatient = db.prepare('SELECT study_key FROM studies WHERE patient_key = ?');
  }

  find(studyInstanceUid: string): StudyAndPatientRow | undefined {
    const study = this.#find.get(studyInstanceUid);
    if (study === undefined) return undefined;
    const patient = this.#patient.get(study.patient_key);
    if (patient === undefined) throw new Error('A study without patient is not possible');
    return { ...patient, ...study };
  }

  /** A study without images yet; `countInstance` follows. */
  add(record: InstanceRecord, patientKey: number): StudyAndPatientRow {
    const values = toStudyValues(record.header);
    this.#insert.run({
      ...values,
      study_instance_uid: record.studyInstanceUid,
      patient_key: patientKey,
      status: this.#findPersonStatus(record.studyInstanceUid) ?? 'received',
      priority: toStudyPriority(record.header.requestedProcedurePriority),
      received_at_ms: record.receivedAtMs,
      sort_patient: '', // set below, once the patient's row is at hand
      sort_patient_id: foldForSearch(record.header.patientId),
      sort_description: foldForSearch(values.study_description),
      sort_day: values.study_date ?? toLocalDay(record.receivedAtMs),
    });
    const row = this.find(record.studyInstanceUid);
    if (row === undefined) throw new Error('A study that was just inserted is not there');
    this.#search.index(row.study_key);
    this.#sortByPatient.run(toSortName(row), row.study_key);
    return row;
  }

  /** Counts one more image and takes over what the study did not know yet. */
  countInstance(study: StudyAndPatientRow, record: InstanceRecord): void {
    this.#touch.run({
      study_key: study.study_key,
      size_bytes: record.sizeBytes,
      received_at_ms: record.receivedAtMs,
      source_ae_title: record.sourceAeTitle,
      station_name: record.header.stationName || record.header.manufacturerModelName,
      judgeable: isJudgeable(record.header.sopClassUid, record.hasPixels) ? 1 : 0,
    });
    const status = statusAfterNewImage(study.status);
    if (status !== study.status) this.#setStatus.run(status, study.study_key);
    const priority = higherPriority(
      study.priority,
      toStudyPriority(record.header.requestedProcedurePriority),
    );
    if (priority !== study.priority) this.#setPriority.run(priority, study.study_key);
    this.#fillGaps(study, toStudyValues(record.header));
  }

  countSeries(study: StudyAndPatientRow, modality: string): void {
    const modalities = JSON.parse(study.modalities) as string[]; // written only below
    const isNew = modality !== '' && !modalities.includes(modality);
    if (isNew) modalities.push(modality);
    this.#addSeries.run(JSON.stringify(modalities), study.study_key);
    if (isNew) this.#search.index(study.study_key);
  }

  /** After a patient's row learned something: its studies sort and are found by it. */
  patientChanged(patientKey: number, patient: PatientRow): void {
    for (const { study_key } of this.#ofPatient.all(patientKey)) {
      this.#sortByPatient.run(toSortName(patient), study_key);
      this.#search.index(study_key);
    }
  }

  #fillGaps(study: StudyAndPatientRow, claimed: StudyValues): void {
    const filled: StudyValues = {
      study_date: study.study_date ?? claimed.study_date,
      study_time: study.study_time ?? claimed.study_time,
      study_time_fraction:
        study.study_time === null ? claimed.study_time_fraction : study.study_time_fraction,
      study_description: study.study_description || claimed.study_description,
      study_id: study.study_id || claimed.study_id,
      accession_number: study.accession_number || claimed.accession_number,
      referring_physician_name: study.referring_physician_name || claimed.referring_physician_name,
      referring_physician_groups: study.referring_physician_groups || claimed.referring_physician_groups,
      patient_age: study.patient_age || claimed.patient_age,
    };
    const keys = Object.keys(filled) as (keyof StudyValues)[]; // the literal above has no other keys
    if (keys.every((key) => filled[key] === study[key])) return;
    this.#fill.run({
      ...filled,
      study_key: study.study_key,
      sort_description: foldForSearch(filled.study_description),
      sort_day: filled.study_date ?? toLocalDay(study.first_received_at_ms),
    });
    this.#search.index(study.study_key);
  }
}

function toStudyValues(header: InstanceHeader): StudyValues {
  const { alphabetic, ideographic, phonetic } = header.referringPhysicianName;
  const hasGroups = ideographic !== '' || phonetic !== '';
  return {
    study_date: toIsoDate(header.studyDate),
    study_time: toIsoTime(header.studyTime),
    study_time_fraction: /\.(\d{1,6})/.exec(header.studyTime)?.[1] ?? '',
    study_description: header.studyDescription,
    study_id: header.studyId,
    accession_number: header.accessionNumber,
    referring_physician_name: alphabetic,
    referring_physician_groups: hasGroups
      ? [alphabetic, ideographic, phonetic].join('=').replace(/=$/, '')
      : '',
    patient_age: header.patientAge,
  };
}

/** The alphabetic group comes first where there is one; a person without any name sorts to the end. */
function toSortName(patient: PatientRow): string {
  const name = patient.name_alphabetic || patient.name_ideographic || patient.name_phonetic;
  return name === '' ? '\u{10ffff}' : foldForSearch(name);
}
