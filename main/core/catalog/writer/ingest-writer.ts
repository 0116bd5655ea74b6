import type { Database } from 'better-sqlite3';
import { toIsoDate } from '../../dicom/dates.ts';
import type { CommittedInstance, InstanceRecord, KnownVersion } from '../instance-record.ts';
import type { PersonStatus } from '../study-status.ts';
import { ConflictWriter } from './conflict-writer.ts';
import { InstanceWriter, type KnownInstanceRow } from './instance-writer.ts';
import { isClaimOfPatient, PatientWriter, type PatientClaim } from './patient-writer.ts';
import { SeriesWriter } from './series-writer.ts';
import { StudyWriter, type StudyAndPatientRow } from './study-writer.ts';

export interface CommitResult {
  /** What became of each record, in the same order. */
  readonly outcomes: readonly CommittedInstance[];
  /** Studies whose row changed, those that only got a conflict too; each once. */
  readonly changedStudyUids: readonly string[];
}

export interface CommitOptions {
  /** Kinds of work that wait for each new instance; their rows are part of the same transaction. */
  readonly jobKinds: readonly string[];
}

/**
 * Writes the rows of received instances. The statements are prepared once, by hand: this runs for every image while its
 * sender waits.
 */
export class IngestWriter {
  readonly #patients: PatientWriter;
  readonly #studies: StudyWriter;
  readonly #series: SeriesWriter;
  readonly #instances: InstanceWriter;
  readonly #conflicts: ConflictWriter;
  /** Of the transaction that runs. */
  readonly #changedStudyUids = new Set<string>();
  readonly #commit: (records: readonly InstanceRecord[], options: CommitOptions) => CommitResult;

  constructor(db: Database, findPersonStatus: (studyInstanceUid: string) => PersonStatus | null) {
    this.#patients = new PatientWriter(db);
    this.#studies = new StudyWriter(db, findPersonStatus);
    this.#series = new SeriesWriter(db);
    this.#instances = new InstanceWriter(db);
    this.#conflicts = new ConflictWriter(db, (studyInstanceUid) =>
      this.#changedStudyUids.add(studyInstanceUid),
    );
    const transaction = db.transaction(
      (records: readonly InstanceRecord[], options: CommitOptions): CommitResult => {
        this.#changedStudyUids.clear();
        const outcomes = records.map((record) => this.#write(record, options));
        return { outcomes, changedStudyUids: [...this.#changedStudyUids] };
      },
    );
    this.#commit = (records, options) => transaction.immediate(records, options);
  }

  /**
   * One transaction for all records: either all have their rows or none has.
   *
   * @returns what became of each, in the same order, and every study whose row changed
   */
  commit(records: readonly InstanceRecord[], options: CommitOptions): CommitResult {
    return this.#commit(records, options);
  }

  findVersions(sopInstanceUid: string): KnownVersion[] {
    return this.#instances.findVersions(sopInstanceUid).map((row) => ({
      dataSetSha256: row.data_set_sha256,
      objectName: row.object_name,
      fileBytes: row.file_bytes,
    }));
  }

  #write(record: InstanceRecord, options: CommitOptions): CommittedInstance {
    const versions = this.#instances.findVersions(record.sopInstanceUid);
    if (versions.some((known) => known.data_set_sha256 === record.dataSetSha256)) return { kind: 'known' };
    if (record.isFirst && versions.length > 0) return { kind: 'not-first' };
    const isFiled = record.studyInstanceUid !== '' && record.seriesInstanceUid !== '';
    const instanceKey = isFiled ? this.#file(record, versions) : this.#keepUnfiled(record, versions);
    for (const kind of options.jobKinds) this.#instances.addJob(kind, instanceKey, record.receivedAtMs);
    const studyInstanceUid = isFiled ? record.studyInstanceUid : null;
    if (versions.length > 0) {
      this.#addVersionConflict(record, versions, instanceKey);
      return { kind: 'conflict', instanceKey, studyInstanceUid };
    }
    return studyInstanceUid === null
      ? { kind: 'unfiled', instanceKey }
      : { kind: 'filed', instanceKey, studyInstanceUid };
  }

  #keepUnfiled(record: InstanceRecord, versions: readonly KnownInstanceRow[]): number {
    const isAlternate = versions.some((known) => known.series_key === null);
    const place = { version: versions.length, seriesKey: null, isAlternate };
    const instanceKey = this.#instances.add(record, place);
    this.#instances.addUnfiled(instanceKey, record);
    return instanceKey;
  }

  #file(record: InstanceRecord, versions: readonly KnownInstanceRow[]): number {
    const study = this.#studyFor(record);
    const { seriesKey, isNew } = this.#series.findOrAdd(study.study_key, record);
    if (isNew) this.#studies.countSeries(study, record.header.modality);
    const isAlternate = versions.some((known) => known.series_key === seriesKey);
    const instanceKey = this.#instances.add(record, { version: versions.length, seriesKey, isAlternate });
    if (!isAlternate) {
      this.#changedStudyUids.add(record.studyInstanceUid);
      this.#series.countInstance(seriesKey);
      this.#studies.countInstance(study, record);
    }
    return instanceKey;
  }

  #studyFor(record: InstanceRecord): StudyAndPatientRow {
    const claim = toPatientClaim(record);
    const study = this.#studies.find(record.studyInstanceUid);
    if (study !== undefined) {
      this.#checkPatient(study, claim, record);
      return study;
    }
    const patient = this.#patients.resolve(claim, record.studyInstanceUid);
    const added = this.#studies.add(record, patient.patientKey);
    if (patient.hasChanged) this.#studies.patientChanged(patient.patientKey, added);
    this.#addIdentityConflicts(claim, patient, record);
    this.#conflicts.recountStudy(added.study_key);
    return added;
  }

  /** The study stays with its patient whatever a later image says; a contradiction is for a person to resolve. */
  #checkPatient(study: StudyAndPatientRow, claim: PatientClaim, record: InstanceRecord): void {
    if (isClaimOfPatient(study, claim)) {
      if (!this.#patients.fillGaps(study, claim)) return;
      const now = this.#studies.find(record.studyInstanceUid);
      if (now !== undefined) this.#studies.patientChanged(study.patient_key, now);
      return;
    }
    this.#conflicts.add({
      kind: 'study-patients',
      matter: [record.studyInstanceUid, ...toMatter(claim)],
      studyKey: study.study_key,
      detail: { ...claim },
      detectedAtMs: record.receivedAtMs,
    });
  }

  #addIdentityConflicts(
    claim: PatientClaim,
    patient: { readonly patientKey: number; readonly contradictingKeys: readonly number[] },
    record: InstanceRecord,
  ): void {
    for (const [index, otherPatientKey] of patient.contradictingKeys.entries()) {
      this.#conflicts.add({
        kind: 'patient-identity',
        matter: [...toMatter(claim), String(index)],
        patientKey: patient.patientKey,
        otherPatientKey,
        detail: { ...claim },
        detectedAtMs: record.receivedAtMs,
      });
    }
  }

  #addVersionConflict(
    record: InstanceRecord,
    versions: readonly KnownInstanceRow[],
    instanceKey: number,
  ): void {
    this.#conflicts.add({
      kind: 'instance-version',
      matter: [record.sopInstanceUid, record.dataSetSha256],
      studyKey: versions[0]?.study_key ?? undefined,
      instanceKey,
      detail: {
        sopInstanceUid: record.sopInstanceUid,
        studyInstanceUid: record.studyInstanceUid,
        seriesInstanceUid: record.seriesInstanceUid,
      },
      detectedAtMs: record.receivedAtMs,
    });
  }
}

function toPatientClaim({ header }: InstanceRecord): PatientClaim {
  return {
    patientId: header.patientId,
    issuerOfPatientId: header.issuerOfPatientId,
    name: header.patientName,
    birthDate: toIsoDate(header.patientBirthDate),
    sex: header.patientSex,
  };
}

function toMatter(claim: PatientClaim): string[] {
  const { alphabetic, ideographic, phonetic } = claim.name;
  return [claim.patientId, claim.issuerOfPatientId, alphabetic, ideographic, phonetic, claim.birthDate ?? ''];
}
