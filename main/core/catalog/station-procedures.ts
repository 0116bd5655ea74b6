import type { Database } from 'better-sqlite3';
import { foldForSearch } from '../dicom/search-text.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { settle } from './settle.ts';
import { StationPerformedSteps } from './station-procedures-performed.ts';
import type { ScheduledStep, StepOrder, StepSource, StepStatus } from './station-procedures-model.ts';
import { toOrderColumns, toScheduledStep, type StepRow } from './station-procedures-rows.ts';

export interface StepQuery {
  /** First and last day, `YYYY-MM-DD`; null where it is open. */
  readonly fromDate: string | null;
  readonly toDate: string | null;
  /** Neither completed nor discontinued. */
  readonly isOpenOnly: boolean;
  /** Words; each must be in names, IDs or descriptions. */
  readonly text: string;
  readonly limit: number;
}

export interface StepList {
  /** By day and time. */
  readonly steps: readonly ScheduledStep[];
  readonly matchingCount: number;
}

/** A way by which an order, a device or a study names a step. */
export type StepClue =
  | { readonly by: 'step-id'; readonly value: string }
  | { readonly by: 'study'; readonly value: string }
  | { readonly by: 'accession'; readonly value: string }
  | { readonly by: 'placer'; readonly value: string }
  | { readonly by: 'filler'; readonly value: string }
  | { readonly by: 'patient'; readonly value: string };

const CLUE_COLUMNS = {
  'step-id': 'step_id',
  study: 'study_instance_uid',
  accession: 'accession_number',
  placer: 'placer_order_number',
  filler: 'filler_order_number',
  patient: 'patient_id',
} as const;

const SELECT_STEP = `SELECT step_key, status, source, step_order, created_at_ms, changed_at_ms FROM procedure_steps`;

interface StepWrite {
  readonly source: StepSource;
  readonly atMs: number;
}

/** Scheduled procedure steps in `station.sqlite`. Each write is durable when its promise resolves. */
export class StationProcedures {
  readonly performed: StationPerformedSteps;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    this.performed = new StationPerformedSteps(db);
  }

  /** All or none. @returns the new steps in the same order, or the Step ID that is taken */
  addSteps(
    orders: readonly StepOrder[],
    by: StepWrite,
  ): Promise<Result<ScheduledStep[], { readonly takenStepId: string }>> {
    return settle(() => {
      const seen = new Set<string>();
      for (const { stepId } of orders) {
        if (stepId === '') continue;
        if (seen.has(stepId) || this.#isTaken(stepId)) return err({ takenStepId: stepId });
        seen.add(stepId);
      }
      return ok(this.#transact(() => orders.map((order) => this.#insert(order, by))));
    });
  }

  /** @returns null when there is no such step any more, or another one has that Step ID */
  replaceOrder(stepKey: number, order: StepOrder, atMs: number): Promise<ScheduledStep | null> {
    return settle(() =>
      this.#transact(() => {
        const other = this.#db
          .prepare('SELECT step_key FROM procedure_steps WHERE step_id = ?')
          .pluck()
          .get(order.stepId);
        if (other !== undefined && other !== stepKey) return null;
        this.#db
          .prepare(
            `UPDATE procedure_steps SET step_id = @step_id, start_date = @start_date, start_time = @start_time,
            patient_id = @patient_id, accession_number = @accession_number, study_instance_uid = @study_instance_uid,
            placer_order_number = @placer_order_number, filler_order_number = @filler_order_number,
            search_text = @search_text, step_order = @step_order, changed_at_ms = @at_ms WHERE step_key = @step_key`,
          )
          .run({ ...toOrderColumns(order), at_ms: atMs, step_key: stepKey });
        const step = this.#find(stepKey);
        if (step) this.performed.refreshAnnouncements([step.studyInstanceUid]);
        return step;
      }),
    );
  }

  /** @returns the step as it is now; null when there is none */
  setStatus(stepKey: number, status: StepStatus, atMs: number): Promise<ScheduledStep | null> {
    return settle(() =>
      this.#transact(() => {
        this.#db
          .prepare(
            'UPDATE procedure_steps SET status = ?, changed_at_ms = ? WHERE step_key = ? AND status <> ?',
          )
          .run(status, atMs, stepKey, status);
        const step = this.#find(stepKey);
        if (step) this.performed.refreshAnnouncements([step.studyInstanceUid]);
        return step;
      }),
    );
  }

  /** @returns the step that was there; null when there was none */
  removeStep(stepKey: number): Promise<ScheduledStep | null> {
    return settle(() =>
      this.#transact(() => {
        const step = this.#find(stepKey);
        this.#db.prepare('DELETE FROM procedure_steps WHERE step_key = ?').run(stepKey);
        if (step) this.performed.refreshAnnouncements([step.studyInstanceUid]);
        return step;
      }),
    );
  }

  findStep(stepKey: number): Promise<ScheduledStep | null> {
    return settle(() => this.#find(stepKey));
  }

  findStepsBy(clue: StepClue): Promise<ScheduledStep[]> {
    return settle(() => {
      if (clue.value === '') return [];
      return this.#select(`WHERE ${CLUE_COLUMNS[clue.by]} = ? ORDER BY step_key`, [clue.value]);
    });
  }

  listSteps(query: StepQuery): Promise<StepList> {
    return settle(() => {
      const words = foldForSearch(query.text).split(' ').filter(Boolean).slice(0, 16);
      const where = [
        query.isOpenOnly ? 'is_open' : 'TRUE',
        query.fromDate === null ? 'TRUE' : 'start_date >= ?',
        query.toDate === null ? 'TRUE' : 'start_date <= ?',
        ...words.map(() => 'instr(search_text, ?) > 0'),
      ].join(' AND ');
      const values = [query.fromDate, query.toDate, ...words].filter((value) => value !== null);
      const steps = this.#select(`WHERE ${where} ORDER BY start_date, start_time, step_key LIMIT ?`, [
        ...values,
        query.limit,
      ]);
      if (steps.length < query.limit) return { steps, matchingCount: steps.length };
      const counting = this.#db.prepare(`SELECT count(*) FROM procedure_steps WHERE ${where}`).pluck();
      return { steps, matchingCount: Number(counting.get(...values)) };
    });
  }

  /** Notes that a study came for a step. */
  linkStudy(stepKey: number, studyInstanceUid: string): Promise<void> {
    return settle(() => {
      this.#db
        .prepare('INSERT OR IGNORE INTO step_studies (step_key, study_instance_uid) VALUES (?, ?)')
        .run(stepKey, studyInstanceUid);
    });
  }

  /** Study Instance UIDs of what came for each of the steps. */
  findStepStudies(stepKeys: readonly number[]): Promise<Map<number, string[]>> {
    return settle(() => {
      const rows = this.#db
        .prepare<[string], { step_key: number; study_instance_uid: string }>(
          'SELECT * FROM step_studies WHERE step_key IN (SELECT value FROM json_each(?))',
        )
        .all(JSON.stringify(stepKeys));
      const found = new Map<number, string[]>();
      for (const row of rows)
        found.set(row.step_key, [...(found.get(row.step_key) ?? []), row.study_instance_uid]);
      return found;
    });
  }

  #insert(order: StepOrder, by: StepWrite): ScheduledStep {
    const columns = toOrderColumns(order.stepId === '' ? { ...order, stepId: crypto.randomUUID() } : order);
    const inserted = this.#db
      .prepare(
        `INSERT INTO procedure_steps (step_id, status, source, start_date, start_time, patient_id, accession_number,
        study_instance_uid, placer_order_number, filler_order_number, search_text, step_order, created_at_ms, changed_at_ms)
        VALUES (@step_id, 'scheduled', @source, @start_date, @start_time, @patient_id, @accession_number,
        @study_instance_uid, @placer_order_number, @filler_order_number, @search_text, @step_order, @at_ms, @at_ms)`,
      )
      .run({ ...columns, source: by.source, at_ms: by.atMs });
    const stepKey = Number(inserted.lastInsertRowid);
    if (order.stepId === '') this.#giveIds(stepKey, order);
    const step = this.#find(stepKey);
    if (step === null) throw new Error('A step that was just inserted is not there');
    this.performed.refreshAnnouncements([step.studyInstanceUid]);
    return step;
  }

  /** Short enough to be read out: `B1042`. The Requested Procedure ID is the same when the order has none. */
  #giveIds(stepKey: number, order: StepOrder): void {
    let stepId = `B${stepKey}`;
    for (let again = 1; this.#isTaken(stepId); again += 1) stepId = `B${stepKey}-${again}`;
    const columns = toOrderColumns({
      ...order,
      stepId,
      requestedProcedureId: order.requestedProcedureId || stepId,
    });
    this.#db
      .prepare(
        'UPDATE procedure_steps SET step_id = @step_id, search_text = @search_text, step_order = @step_order WHERE step_key = @step_key',
      )
      .run({ ...columns, step_key: stepKey });
  }

  #isTaken(stepId: string): boolean {
    if (stepId === '') return false;
    return this.#db.prepare('SELECT 1 FROM procedure_steps WHERE step_id = ?').get(stepId) !== undefined;
  }

  #find(stepKey: number): ScheduledStep | null {
    return this.#select('WHERE step_key = ?', [stepKey])[0] ?? null;
  }

  #select(rest: string, values: readonly (string | number)[]): ScheduledStep[] {
    return this.#db
      .prepare<unknown[], StepRow>(`${SELECT_STEP} ${rest}`)
      .all(...values)
      .map(toScheduledStep);
  }

  #transact<T>(work: () => T): T {
    return this.#db.transaction(work).immediate();
  }
}
