import type { ProcedureRow, StepOrder } from '../../../preload/contract/procedures.ts';
import { EMPTY_ORDER } from './step-draft.ts';
import { isoDay } from './step-text.ts';

/** A step of today; a test states only what it is about. */
export function aProcedureRow(
  overrides: Partial<Omit<ProcedureRow, 'order'>> & { readonly order?: Partial<StepOrder> } = {},
): ProcedureRow {
  const { order, ...rest } = overrides;
  return {
    stepKey: 1,
    status: 'scheduled',
    source: 'person',
    study: null,
    remarks: [],
    ...rest,
    order: {
      ...EMPTY_ORDER,
      patientName: { alphabetic: 'Muster^Berta', ideographic: '', phonetic: '' },
      patientId: 'K-1',
      modality: 'CT',
      startDate: isoDay(Date.now()),
      startTime: '10:30:00',
      stepDescription: 'Head',
      stepId: `B${rest.stepKey ?? 1}`,
      ...order,
    },
  };
}
