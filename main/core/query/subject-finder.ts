import type { FindQueries } from '../catalog/queries/find-queries.ts';
import type { FoundPatient, FoundSeries, FoundStudy } from '../catalog/queries/find-rows.ts';
import { narrow } from './narrow.ts';
import { isAbove, LEVELS, type QueryLevel } from './query-level.ts';
import type { QueryPlan } from './query-plan.ts';
import type { Subject } from './subject.ts';
import type { TurnTaker } from './turn-taker.ts';

type Test = (subject: Subject) => boolean;

/** Rows that are read at once where keys are walked through: some milliseconds with their tests. */
const WALK_ROWS = 200;
const PAGE_ROWS = 50;
const NO_DETAILS = {};

/** Finds what a query asks for, a page at a time, giving way to everything else that the core does. */
export class SubjectFinder {
  readonly #find: FindQueries;
  readonly #plan: QueryPlan;
  readonly #turns: TurnTaker;
  readonly #columnTests: ReadonlyMap<QueryLevel, readonly Test[]>;
  /** Need the metadata, so they come last. */
  readonly #detailTests: readonly Test[];
  readonly #needsDetails: boolean;
  /** The lowest level with a key that only narrows; null without one. */
  readonly #lowestTested: QueryLevel | null;

  constructor(find: FindQueries, plan: QueryPlan, turns: TurnTaker) {
    this.#find = find;
    this.#plan = plan;
    this.#turns = turns;
    const at = (level: QueryLevel) =>
      plan.keys.flatMap((key) => (key.level === level && !key.needsDetails ? (key.test ?? []) : []));
    this.#columnTests = new Map(LEVELS.map((level) => [level, at(level)]));
    const upper = plan.keys.filter((key) => !isAbove(plan.level, key.level));
    this.#detailTests = upper.flatMap((key) => (key.needsDetails ? (key.test ?? []) : []));
    this.#needsDetails = upper.some((key) => key.needsDetails);
    const below = plan.keys.filter((key) => key.test !== null && isAbove(plan.level, key.level));
    this.#lowestTested = LEVELS.findLast((level) => below.some((key) => key.level === level)) ?? null;
  }

  /** Subjects one by one, all tests passed. */
  async *find(): AsyncGenerator<Subject> {
    const { level } = this.#plan;
    const candidates = level === 'PATIENT' ? this.#patients() : this.#expand(this.#studies(), level);
    for await (const candidate of candidates) {
      const subject = this.#needsDetails ? await this.#withDetails(candidate) : candidate;
      if (!this.#detailTests.every((test) => test(subject))) continue;
      if (this.#lowestTested === null || (await this.#hasMatchBelow(subject))) yield subject;
    }
  }

  async *#patients(): AsyncGenerator<Subject> {
    const { keys, rows } = this.#find;
    const studyKeys = await narrow(keys, this.#plan.filters, this.#turns);
    const read = {
      byKeys: (some: readonly number[]) => rows.patients(some),
      between: (first: number, last: number) => rows.patientsBetween(first, last),
    };
    const patientKeys = studyKeys === null ? null : keys.patientsOf(studyKeys);
    for await (const patient of this.#walk<FoundPatient>(patientKeys, keys.lastPatientKey(), read)) {
      const subject = { patient, study: null, series: null, instance: null, details: NO_DETAILS };
      if (this.#passes('PATIENT', subject)) yield subject;
    }
  }

  async *#studies(): AsyncGenerator<Subject> {
    const { keys, rows } = this.#find;
    const studyKeys = await narrow(keys, this.#plan.filters, this.#turns);
    const read = {
      byKeys: (some: readonly number[]) => rows.studies(some),
      between: (first: number, last: number) => rows.studiesBetween(first, last),
    };
    for await (const study of this.#walk<FoundStudy>(studyKeys, keys.lastStudyKey(), read)) {
      const subject = toStudySubject(study);
      if (this.#passes('PATIENT', subject) && this.#passes('STUDY', subject)) yield subject;
    }
  }

  /** All rows of some keys, or of all. */
  async *#walk<Row>(
    keys: readonly number[] | null,
    lastKey: number,
    read: {
      readonly byKeys: (keys: readonly number[]) => readonly Row[];
      readonly between: (firstKey: number, lastKey: number) => readonly Row[];
    },
  ): AsyncGenerator<Row> {
    if (keys !== null) {
      for (let at = 0; at < keys.length; at += PAGE_ROWS) {
        yield* read.byKeys(keys.slice(at, at + PAGE_ROWS));
        await this.#turns.giveWay();
      }
      return;
    }
    for (let first = 0; first <= lastKey; first += WALK_ROWS) {
      yield* read.between(first, first + WALK_ROWS - 1);
      await this.#turns.giveWay();
    }
  }

  /** Goes from studies down to the series or instances in them. */
  async *#expand(studies: AsyncIterable<Subject>, level: QueryLevel): AsyncGenerator<Subject> {
    for await (const subject of studies) {
      if (level === 'STUDY') yield subject;
      else yield* this.#below(subject, level);
    }
  }

  async *#below(subject: Subject, level: QueryLevel): AsyncGenerator<Subject> {
    const { study } = subject;
    if (study === null) return;
    for await (const series of this.#seriesOf(study)) {
      const ofSeries = { ...subject, series };
      if (!this.#passes('SERIES', ofSeries)) continue;
      if (level === 'SERIES') yield ofSeries;
      else yield* this.#instancesOf(ofSeries, series);
    }
  }

  async *#seriesOf(study: FoundStudy): AsyncGenerator<FoundSeries> {
    const { rows } = this.#find;
    if (this.#plan.seriesUids !== null) {
      yield* rows.seriesByUid(study.study_key, this.#plan.seriesUids);
      await this.#turns.giveWay();
      return;
    }
    let page: readonly FoundSeries[];
    let after = 0;
    do {
      page = rows.seriesOf(study.study_key, after, PAGE_ROWS);
      yield* page;
      after = page.at(-1)?.series_key ?? 0;
      await this.#turns.giveWay();
    } while (page.length === PAGE_ROWS);
  }

  async *#instancesOf(subject: Subject, series: FoundSeries): AsyncGenerator<Subject> {
    const { rows } = this.#find;
    const { instanceUids } = this.#plan;
    let page;
    let after = 0;
    do {
      page =
        instanceUids === null
          ? rows.instancesOf(series.series_key, after, PAGE_ROWS)
          : rows.instancesByUid(series.series_key, instanceUids);
      for (const instance of page) {
        const ofInstance = { ...subject, instance };
        if (this.#passes('IMAGE', ofInstance)) yield ofInstance;
      }
      after = page.at(-1)?.instance_key ?? 0;
      await this.#turns.giveWay();
    } while (page.length === PAGE_ROWS && instanceUids === null);
  }

  #passes(level: QueryLevel, subject: Subject): boolean {
    return this.#columnTests.get(level)?.every((test) => test(subject)) ?? true;
  }

  async #withDetails(subject: Subject): Promise<Subject> {
    const { details } = this.#find;
    const { patient, study, series, instance } = subject;
    await this.#turns.giveWay();
    if (instance) return { ...subject, details: await details.read('instance', instance.instance_key) };
    if (series) return { ...subject, details: await details.read('series', series.series_key) };
    if (study) return { ...subject, details: await details.read('study', study.study_key) };
    return { ...subject, details: await details.read('patient', patient.patient_key) };
  }

  /** Relational queries: something below it passes the tests of the lower levels (PS3.4 section C.4.1.3.2). */
  async #hasMatchBelow(subject: Subject): Promise<boolean> {
    const lowest = this.#lowestTested ?? 'STUDY';
    const tests = this.#plan.keys.flatMap((key) =>
      key.needsDetails && isAbove(this.#plan.level, key.level) ? (key.test ?? []) : [],
    );
    for await (const found of this.#candidatesBelow(subject, lowest)) {
      const whole = tests.length === 0 ? found : await this.#withDetails(found);
      if (tests.every((test) => test(whole))) return true;
    }
    return false;
  }

  async *#candidatesBelow(subject: Subject, lowest: QueryLevel): AsyncGenerator<Subject> {
    const { patient, study, series } = subject;
    if (series) yield* this.#instancesOf(subject, series);
    else if (study) yield* this.#below(subject, lowest);
    else {
      for (const one of this.#find.rows.studiesOf(patient.patient_key)) {
        const ofStudy = toStudySubject(one);
        if (!this.#passes('STUDY', ofStudy)) continue;
        if (lowest === 'STUDY') yield ofStudy;
        else yield* this.#below(ofStudy, lowest);
      }
    }
  }
}

function toStudySubject(study: FoundStudy): Subject {
  return { patient: study, study, series: null, instance: null, details: NO_DETAILS };
}
