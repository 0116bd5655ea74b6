import {
  stepOrderSchema,
  type CsvPreview,
  type procedureCommands,
  type ProcedureRow,
  type StepOrder,
  type StepWritten,
} from '../../../preload/contract/procedures.ts';
import type { ScheduledStep } from '../catalog/station-procedures-model.ts';
import type { OrderMistake } from '../procedures/check-order.ts';
import { CSV_COLUMNS } from '../procedures/csv/csv-columns.ts';
import type { CsvFile } from '../procedures/csv/read-csv.ts';
import type { Procedures, StepWithStudy } from '../procedures/procedures.ts';
import type { Result } from '../shared/result.ts';
import type { Handlers } from './dispatch.ts';
import { done, fail } from './reply.ts';

export interface ProcedureHandlerParts {
  readonly procedures: Procedures;
  /** Number of the newest event. */
  readonly sequence: () => number;
}

/** Answers the commands of the scheduled steps. */
export function createProcedureHandlers({
  procedures,
  sequence,
}: ProcedureHandlerParts): Pick<Handlers, keyof typeof procedureCommands> {
  return {
    'procedures.list': async (query) => {
      const asOf = sequence();
      const { steps, matchingCount } = await procedures.list(query);
      return done({ steps: steps.map(toRow), matchingCount, hl7: procedures.hl7, sequence: asOf });
    },
    'procedures.create': async ({ order }) => done(toWritten(await procedures.create(order))),
    'procedures.update': async ({ stepKey, order }) => {
      const written = await procedures.update(stepKey, order);
      return written === null ? fail('not-found', NO_SUCH_STEP) : done(toWritten(written));
    },
    'procedures.setStatus': async ({ stepKey, status }) => {
      const changed = await procedures.setStatus(stepKey, status);
      return changed === null ? fail('not-found', NO_SUCH_STEP) : done(toRow(changed));
    },
    'procedures.remove': async ({ stepKey }) =>
      (await procedures.remove(stepKey)) ? done({}) : fail('not-found', NO_SUCH_STEP),
    'procedures.previewCsv': async ({ content, encoding }) =>
      done(toPreview(await procedures.previewCsv(Buffer.from(content, 'base64'), encoding))),
    'procedures.importCsv': async ({ content, encoding }) => {
      const imported = await procedures.importCsv(Buffer.from(content, 'base64'), encoding);
      return imported.ok ? done(imported.value) : fail('invalid-argument', imported.error);
    },
    'procedures.csvColumns': () =>
      Promise.resolve(
        done(CSV_COLUMNS.map(({ name, isRequired, explanation }) => ({ name, isRequired, explanation }))),
      ),
  };
}

const NO_SUCH_STEP = 'This step is not there any more: somebody removed it.';

function toRow({ step, study, remarks }: StepWithStudy): ProcedureRow {
  return {
    stepKey: step.stepKey,
    status: step.status,
    source: step.source,
    order: toOrder(step),
    study: study && {
      studyInstanceUid: study.studyInstanceUid,
      instanceCount: study.instanceCount,
      expectedCount: study.expectedCount,
      status: study.status,
      lastReceivedAtMs: study.lastReceivedAtMs,
    },
    remarks: [...remarks],
  };
}

/** The core's lists are readonly, those of the contract are not; what is beside the order is left out by the schema. */
function toOrder(order: ScheduledStep): StepOrder {
  return stepOrderSchema.parse(order);
}

function toWritten(result: Result<StepWithStudy, readonly OrderMistake[]>): StepWritten {
  return result.ok ? { row: toRow(result.value), mistakes: [] } : { row: null, mistakes: [...result.error] };
}

function toPreview(file: Result<CsvFile, string>): CsvPreview {
  if (!file.ok) return { fault: file.error, encoding: '', ignoredColumns: [], rows: [] };
  const { encoding, ignoredColumns, rows } = file.value;
  return {
    fault: null,
    encoding,
    ignoredColumns: [...ignoredColumns],
    rows: rows.map(({ line, order, mistakes }) => ({
      line,
      patientName: order.patientName,
      patientId: order.patientId,
      modality: order.modality,
      startDate: order.startDate,
      startTime: order.startTime,
      stepDescription: order.stepDescription,
      mistakes: [...mistakes],
    })),
  };
}
