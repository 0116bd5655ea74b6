import type { Database } from 'better-sqlite3';
import { settle } from './settle.ts';
import type { PerformedStep, StepStatus, StudyAnnouncement } from './station-procedures-model.ts';
import {
  toAnnouncement,
  toPerformedStep,
  type AnnouncementRow,
  type PerformedRow,
} from './station-procedures-rows.ts';

/** What a write of a performed step changed. */
export interface PerformedChange {
  readonly changedStepKeys: readonly number[];
  /** Studies of which something else is announced now. */
  readonly changedStudyUids: readonly string[];
}

/** Performed procedure steps, and what they announce of their studies. */
export class StationPerformedSteps {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns null when there is one with that UID already */
  add(step: PerformedStep): Promise<PerformedChange | null> {
    return settle(() =>
      this.#transact(() => {
        const inserted = this.#db
          .prepare(
            `INSERT OR IGNORE INTO performed_steps (sop_instance_uid, status, study_instance_uids, announced_instance_uids,
            data_set, calling_ae_title, created_at_ms, changed_at_ms)
            VALUES (@uid, @status, @studies, @announced, @data_set, @calling, @created, @changed)`,
          )
          .run(toParameters(step));
        return inserted.changes === 0 ? null : this.#follow(step);
      }),
    );
  }

  replace(step: PerformedStep): Promise<PerformedChange> {
    return settle(() =>
      this.#transact(() => {
        this.#db
          .prepare(
            `UPDATE performed_steps SET status = @status, study_instance_uids = @studies,
            announced_instance_uids = @announced, data_set = @data_set, changed_at_ms = @changed
            WHERE sop_instance_uid = @uid`,
          )
          .run(toParameters(step));
        return this.#follow(step);
      }),
    );
  }

  find(sopInstanceUid: string): Promise<PerformedStep | null> {
    return settle(() => {
      const row = this.#db
        .prepare<[string], PerformedRow>('SELECT * FROM performed_steps WHERE sop_instance_uid = ?')
        .get(sopInstanceUid);
      return row === undefined ? null : toPerformedStep(row, this.#linksOf(sopInstanceUid));
    });
  }

  /** What was reported for each of the steps. */
  findForSteps(stepKeys: readonly number[]): Promise<Map<number, PerformedStep[]>> {
    return settle(() => {
      const rows = this.#db
        .prepare<[string], PerformedRow & { readonly step_key: number }>(
          `SELECT l.step_key, p.* FROM performed_step_links AS l JOIN performed_steps AS p USING (sop_instance_uid)
          WHERE l.step_key IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(stepKeys));
      const found = new Map<number, PerformedStep[]>();
      for (const row of rows) {
        found.set(row.step_key, [...(found.get(row.step_key) ?? []), toPerformedStep(row, [row.step_key])]);
      }
      return found;
    });
  }

  /** How many instances each of the studies will have, for those of which somebody said it. */
  findExpectedCounts(studyInstanceUids: readonly string[]): Promise<Map<string, number>> {
    return settle(() => {
      const rows = this.#db
        .prepare<[string], Pick<AnnouncementRow, 'study_instance_uid' | 'expected_count'>>(
          `SELECT study_instance_uid, expected_count FROM study_announcements
          WHERE study_instance_uid IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(studyInstanceUids));
      return new Map(rows.map((row) => [row.study_instance_uid, row.expected_count]));
    });
  }

  findAnnouncement(studyInstanceUid: string): Promise<StudyAnnouncement | null> {
    return settle(() => {
      const row = this.#db
        .prepare<[string], AnnouncementRow>('SELECT * FROM study_announcements WHERE study_instance_uid = ?')
        .get(studyInstanceUid);
      return row === undefined ? null : toAnnouncement(row);
    });
  }

  /** Makes anew what is announced of these studies. To be called inside a transaction. */
  refreshAnnouncements(studyInstanceUids: readonly string[]): void {
    for (const uid of studyInstanceUids) {
      const announcement = this.#announce(uid);
      if (announcement === null) {
        this.#db.prepare('DELETE FROM study_announcements WHERE study_instance_uid = ?').run(uid);
      } else {
        this.#db
          .prepare('INSERT OR REPLACE INTO study_announcements VALUES (?, ?, ?, ?)')
          .run(
            uid,
            announcement.expectedCount,
            Number(announcement.isFinal),
            JSON.stringify(announcement.instanceUids),
          );
      }
    }
  }

  /** Links, steps and announcements follow what the device reported. */
  #follow(step: PerformedStep): PerformedChange {
    const addLink = this.#db.prepare('INSERT OR IGNORE INTO performed_step_links VALUES (?, ?)');
    for (const stepKey of step.stepKeys) {
      addLink.run(stepKey, step.sopInstanceUid);
      const status = this.#statusOf(stepKey);
      this.#db
        .prepare(
          'UPDATE procedure_steps SET status = ?, changed_at_ms = ? WHERE step_key = ? AND status <> ?',
        )
        .run(status, step.changedAtMs, stepKey, status);
    }
    const addStudy = this.#db.prepare('INSERT OR IGNORE INTO performed_step_studies VALUES (?, ?)');
    for (const uid of step.studyInstanceUids) addStudy.run(uid, step.sopInstanceUid);
    this.refreshAnnouncements(step.studyInstanceUids);
    return { changedStepKeys: step.stepKeys, changedStudyUids: step.studyInstanceUids };
  }

  /** A step may be performed in parts: it is in progress while one of them is, and completed when one was. */
  #statusOf(stepKey: number): StepStatus {
    const statuses = this.#db
      .prepare<[number], PerformedStep['status']>(
        `SELECT status FROM performed_steps JOIN performed_step_links USING (sop_instance_uid) WHERE step_key = ?`,
      )
      .pluck()
      .all(stepKey);
    if (statuses.includes('in-progress')) return 'in-progress';
    return statuses.includes('completed') ? 'completed' : 'discontinued';
  }

  /**
   * Devices list what they made when they close the step. While one is in progress only the number that was ordered is
   * known. A performed step of several studies does not say which instance belongs to which, so it announces none.
   */
  #announce(studyInstanceUid: string): StudyAnnouncement | null {
    const rows = this.#db
      .prepare<[string], PerformedRow>(
        'SELECT p.* FROM performed_steps p JOIN performed_step_studies USING (sop_instance_uid) WHERE study_instance_uid = ?',
      )
      .all(studyInstanceUid);
    const performed = rows.map((row) => toPerformedStep(row, []));
    const isInProgress = performed.some((step) => step.status === 'in-progress');
    const instanceUids = [...new Set(performed.flatMap((step) => step.announcedInstanceUids))];
    const isClear = performed.every((step) => step.studyInstanceUids.length === 1);
    if (isClear && !isInProgress && instanceUids.length > 0) {
      return { studyInstanceUid, expectedCount: instanceUids.length, isFinal: true, instanceUids };
    }
    const expectedCount = this.#orderedCount(studyInstanceUid);
    if (expectedCount === null) return null;
    return { studyInstanceUid, expectedCount, isFinal: !isInProgress, instanceUids: [] };
  }

  /** What a person said of all open and finished steps of the study; null when one of them says nothing. */
  #orderedCount(studyInstanceUid: string): number | null {
    const counts = this.#db
      .prepare<[string], number | null>(
        `SELECT json_extract(step_order, '$.expectedImageCount') FROM procedure_steps
        WHERE study_instance_uid = ? AND status <> 'discontinued'`,
      )
      .pluck()
      .all(studyInstanceUid);
    let sum = 0;
    for (const count of counts) {
      if (count === null) return null;
      sum += count;
    }
    return sum === 0 ? null : sum;
  }

  #linksOf(sopInstanceUid: string): number[] {
    return this.#db
      .prepare<[string], number>(
        'SELECT step_key FROM performed_step_links WHERE sop_instance_uid = ? ORDER BY step_key',
      )
      .pluck()
      .all(sopInstanceUid);
  }

  #transact<T>(work: () => T): T {
    return this.#db.transaction(work).immediate();
  }
}

function toParameters(step: PerformedStep): Record<string, unknown> {
  return {
    uid: step.sopInstanceUid,
    status: step.status,
    studies: JSON.stringify(step.studyInstanceUids),
    announced: JSON.stringify(step.announcedInstanceUids),
    data_set: step.dataSet,
    calling: step.callingAeTitle,
    created: step.createdAtMs,
    changed: step.changedAtMs,
  };
}
