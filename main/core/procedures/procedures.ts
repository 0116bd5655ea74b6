import type { Catalog } from '../catalog/catalog.ts';
import type { StudyRow } from '../catalog/rows.ts';
import type {
  PerformedStep,
  ScheduledStep,
  StepOrder,
  StepStatus,
} from '../catalog/station-procedures-model.ts';
import type { StepQuery } from '../catalog/station-procedures.ts';
import { parseDataSet } from '../dicom/parse-data-set.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../dicom/transfer-syntax.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AssociationPeer } from '../shared/store-handler.ts';
import { checkOrder, withStudyUid, type OrderMistake } from './check-order.ts';
import { readCsv, type CsvFile } from './csv/read-csv.ts';
import { Hl7Line, type Hl7Options, type Hl7State } from './hl7/hl7-line.ts';
import { readPerformedAttributes } from './performed/performed-attributes.ts';
import {
  PERFORMED_STEP_RETRIEVE_SOP_CLASS,
  PERFORMED_STEP_SOP_CLASS,
  PerformedStepHandler,
} from './performed/performed-step-handler.ts';
import { findContradictions, type Claim } from './reconcile.ts';
import { WorklistHandler } from './worklist/worklist-handler.ts';

export interface ProceduresOptions {
  readonly maxWorklistAnswers: number;
  readonly hl7: Hl7Options;
}

export interface ProceduresParts {
  readonly catalog: Catalog;
  readonly options: ProceduresOptions;
  readonly characterSetFor: (peer: AssociationPeer) => string | null;
  readonly nowMs: () => number;
  /** Steps, or what came for them, changed. */
  readonly onStepsChanged: () => void;
  /** Something else is announced of these studies now. */
  readonly onStudiesAnnounced: (studyInstanceUids: readonly string[]) => void;
  readonly logger: Logger;
}

/** A step with what came for it. */
export interface StepWithStudy {
  readonly step: ScheduledStep;
  /** Null while nothing came. */
  readonly study: StudyRow | null;
  /** What does not agree, in plain words. */
  readonly remarks: readonly string[];
}

export interface StepRows {
  readonly steps: readonly StepWithStudy[];
  readonly matchingCount: number;
}

const MODALITY_WORKLIST_SOP_CLASS = '1.2.840.10008.5.1.4.31';

/** What is scheduled, what devices make of it, and what arrives for it. */
export class Procedures {
  /** For the DICOM listener. */
  readonly services: readonly DimseService[];
  readonly #parts: ProceduresParts;
  readonly #hl7: Hl7Line;

  constructor(parts: ProceduresParts) {
    const { catalog, options, logger, nowMs } = parts;
    const { procedures } = catalog.station;
    this.#parts = parts;
    const performed = new PerformedStepHandler({
      procedures,
      nowMs,
      onChanged: ({ changedStudyUids }) => {
        parts.onStepsChanged();
        parts.onStudiesAnnounced(changedStudyUids);
      },
      logger,
    });
    this.services = [
      {
        sopClassUid: MODALITY_WORKLIST_SOP_CLASS,
        name: 'Modality Worklist (FIND)',
        right: 'worklist',
        operations: ['C-FIND'],
        find: new WorklistHandler({
          procedures,
          maxAnswers: options.maxWorklistAnswers,
          characterSetFor: parts.characterSetFor,
          logger,
        }),
      },
      {
        sopClassUid: PERFORMED_STEP_SOP_CLASS,
        name: 'Modality Performed Procedure Step',
        right: 'procedure-step',
        operations: ['N-CREATE', 'N-SET'],
        normalized: performed,
      },
      {
        sopClassUid: PERFORMED_STEP_RETRIEVE_SOP_CLASS,
        name: 'Modality Performed Procedure Step Retrieve',
        right: 'procedure-step',
        operations: ['N-GET'],
        normalized: performed,
      },
    ];
    this.#hl7 = new Hl7Line(options.hl7, { procedures, nowMs, onChanged: parts.onStepsChanged, logger });
  }

  get hl7(): Hl7State {
    return this.#hl7.state;
  }

  /** Listens for HL7 when that is switched on. Never rejects: the state says what is wrong. */
  start(): Promise<void> {
    return this.#hl7.start();
  }

  close(): Promise<void> {
    return this.#hl7.close();
  }

  async list(query: StepQuery): Promise<StepRows> {
    const { steps, matchingCount } = await this.#parts.catalog.station.procedures.listSteps(query);
    return { steps: await this.#withStudies(steps), matchingCount };
  }

  /** @returns the mistakes when it cannot be scheduled like that */
  async create(order: StepOrder): Promise<Result<StepWithStudy, readonly OrderMistake[]>> {
    const mistakes = checkOrder(order);
    if (mistakes.length > 0) return err(mistakes);
    const by = { source: 'person' as const, atMs: this.#parts.nowMs() };
    const added = await this.#parts.catalog.station.procedures.addSteps([withStudyUid(order)], by);
    if (!added.ok) return err([TAKEN]);
    this.#tell(added.value);
    return this.#first(added.value);
  }

  /** @returns the mistakes; null when there is no such step any more */
  async update(
    stepKey: number,
    order: StepOrder,
  ): Promise<Result<StepWithStudy, readonly OrderMistake[]> | null> {
    const { procedures } = this.#parts.catalog.station;
    const before = await procedures.findStep(stepKey);
    if (before === null) return null;
    const mistakes = checkOrder(order);
    if (mistakes.length > 0) return err(mistakes);
    const whole = { ...withStudyUid(order), stepId: order.stepId || before.stepId };
    const changed = await procedures.replaceOrder(stepKey, whole, this.#parts.nowMs());
    if (changed === null) return err([TAKEN]);
    this.#tell([before, changed]);
    return this.#first([changed]);
  }

  async setStatus(stepKey: number, status: StepStatus): Promise<StepWithStudy | null> {
    const changed = await this.#parts.catalog.station.procedures.setStatus(
      stepKey,
      status,
      this.#parts.nowMs(),
    );
    if (changed === null) return null;
    this.#tell([changed]);
    const [row] = await this.#withStudies([changed]);
    return row ?? null;
  }

  /** @returns whether it was there */
  async remove(stepKey: number): Promise<boolean> {
    const removed = await this.#parts.catalog.station.procedures.removeStep(stepKey);
    if (removed) this.#tell([removed]);
    return removed !== null;
  }

  /** Reads a file and holds it against what is scheduled; changes nothing. */
  async previewCsv(bytes: Buffer, encoding: string): Promise<Result<CsvFile, string>> {
    const file = readCsv(bytes, encoding);
    if (!file.ok) return file;
    const { procedures } = this.#parts.catalog.station;
    const seen = new Set<string>();
    const rows = [];
    for (const row of file.value.rows) {
      const { stepId } = row.order;
      const isTaken = (await procedures.findStepsBy({ by: 'step-id', value: stepId })).length > 0;
      const problem = isTaken
        ? 'This step_id is scheduled already.'
        : stepId !== '' && seen.has(stepId)
          ? 'This step_id stands in the file twice.'
          : null;
      seen.add(stepId);
      rows.push(problem === null ? row : { ...row, mistakes: [...row.mistakes, problem] });
    }
    return ok({ ...file.value, rows });
  }

  /** Schedules every row without a mistake, all at once. @returns how many, and how many were left out */
  async importCsv(
    bytes: Buffer,
    encoding: string,
  ): Promise<Result<{ readonly importedCount: number; readonly skippedCount: number }, string>> {
    const file = await this.previewCsv(bytes, encoding);
    if (!file.ok) return file;
    const { rows } = file.value;
    const orders = rows.filter(({ mistakes }) => mistakes.length === 0).map(({ order }) => order);
    const by = { source: 'csv' as const, atMs: this.#parts.nowMs() };
    const added = await this.#parts.catalog.station.procedures.addSteps(orders, by);
    if (!added.ok) return err(`The step ID ${added.error.takenStepId} is taken. Nothing was imported.`);
    this.#tell(added.value);
    return ok({ importedCount: orders.length, skippedCount: rows.length - orders.length });
  }

  /** Studies came or changed: links those that carry the accession number of a step but a UID of their own. */
  async studiesChanged(studies: readonly StudyRow[]): Promise<void> {
    const { procedures } = this.#parts.catalog.station;
    let isOfStep = false;
    for (const study of studies) {
      const own = await procedures.findStepsBy({ by: 'study', value: study.studyInstanceUid });
      isOfStep ||= own.length > 0;
      if (own.length > 0) continue;
      for (const step of await procedures.findStepsBy({ by: 'accession', value: study.accessionNumber })) {
        await procedures.linkStudy(step.stepKey, study.studyInstanceUid);
        isOfStep = true;
      }
    }
    if (isOfStep) this.#parts.onStepsChanged();
  }

  async #first(steps: readonly ScheduledStep[]): Promise<Result<StepWithStudy, never>> {
    const [row] = await this.#withStudies(steps);
    if (row === undefined) throw new Error('A step that was just written is not there');
    return ok(row);
  }

  #tell(steps: readonly ScheduledStep[]): void {
    this.#parts.onStepsChanged();
    this.#parts.onStudiesAnnounced([...new Set(steps.map((step) => step.studyInstanceUid))]);
  }

  async #withStudies(steps: readonly ScheduledStep[]): Promise<StepWithStudy[]> {
    const { catalog } = this.#parts;
    const { procedures } = catalog.station;
    const stepKeys = steps.map((step) => step.stepKey);
    const links = await procedures.findStepStudies(stepKeys);
    const performed = await procedures.performed.findForSteps(stepKeys);
    const uids = new Set([...steps.map((step) => step.studyInstanceUid), ...[...links.values()].flat()]);
    const studies = new Map(
      (await catalog.findStudyRows([...uids])).map((row) => [row.studyInstanceUid, row]),
    );
    return steps.map((step) => {
      const linked = [step.studyInstanceUid, ...(links.get(step.stepKey) ?? [])];
      const study = linked.map((uid) => studies.get(uid)).find((row) => row !== undefined) ?? null;
      const reports = performed.get(step.stepKey) ?? [];
      const claims = study === null ? reports.flatMap(toClaims) : [{ ...study, by: 'images' as const }];
      const remarks = [...new Set(claims.flatMap((claim) => findContradictions(step, claim)))];
      return { step, study, remarks };
    });
  }
}

const TAKEN: OrderMistake = { field: 'stepId', message: 'Step ID is taken by another step.' };

/** What a device reported, as long as no images say it themselves. */
function toClaims(performed: PerformedStep): Claim[] {
  const parsed = parseDataSet(performed.dataSet, EXPLICIT_VR_LITTLE_ENDIAN);
  if (!parsed.ok) return [];
  const { patientId, patientName, references } = readPerformedAttributes(parsed.value);
  return references.map(({ accessionNumber, studyInstanceUid }) => ({
    by: 'device',
    patientId,
    patientName,
    accessionNumber,
    studyInstanceUid,
  }));
}
