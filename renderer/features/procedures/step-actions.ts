import type { ProcedureRow, StepStatus } from '../../../preload/contract/procedures.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { nameText } from './step-text.ts';
import type { StepsApi, StepsStore } from './steps-store.ts';

export interface StepActions {
  readonly setStatus: (row: ProcedureRow, status: StepStatus) => Promise<void>;
  readonly remove: (row: ProcedureRow) => Promise<void>;
}

/** What a person does to a step; what can be undone says so. */
export function createStepActions(
  api: StepsApi,
  store: StepsStore,
  onSay: (toast: Omit<Toast, 'id'>) => void,
): StepActions {
  const complain = (text: string) => {
    onSay({ level: 'repeat', text });
  };
  const bringBack = async (row: ProcedureRow) => {
    const reply = await api.call('procedures.create', { order: row.order });
    if (!reply.ok) complain(reply.error.message);
    else if (reply.value.row === null)
      complain(reply.value.mistakes[0]?.message ?? 'The step did not come back.');
  };
  return {
    setStatus: async (row, status) => {
      const reply = await api.call('procedures.setStatus', { stepKey: row.stepKey, status });
      if (reply.ok) store.askAgain();
      else complain(reply.error.message);
    },
    remove: async (row) => {
      const reply = await api.call('procedures.remove', { stepKey: row.stepKey });
      if (!reply.ok) {
        complain(reply.error.message);
        return;
      }
      store.askAgain();
      onSay({
        level: 'info',
        text: `The step of ${nameText(row.order.patientName)} was removed.`,
        action: { label: 'Undo', run: () => void bringBack(row) },
      });
    },
  };
}
