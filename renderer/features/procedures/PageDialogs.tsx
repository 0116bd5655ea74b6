import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { CsvDialog } from './CsvDialog.tsx';
import { StepDialog } from './StepDialog.tsx';
import { stepsText } from './step-text.ts';
import type { StepsApi, StepsStore } from './steps-store.ts';

export type OpenDialog =
  { readonly kind: 'new' | 'import' } | { readonly kind: 'edit'; readonly row: ProcedureRow };

export interface PageDialogsProps {
  readonly api: StepsApi;
  readonly store: StepsStore;
  readonly open: OpenDialog | null;
  /** `YYYY-MM-DD` for a new step. */
  readonly day: string;
  readonly knownAeTitles: readonly string[];
  readonly onClose: () => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
}

/** What lies over the page: the form, the import. */
export function PageDialogs({ api, store, open, day, knownAeTitles, onClose, onSay }: PageDialogsProps) {
  switch (open?.kind) {
    case 'new':
    case 'edit':
      return (
        <StepDialog
          api={api}
          row={open.kind === 'edit' ? open.row : null}
          day={day}
          knownAeTitles={knownAeTitles}
          onClose={onClose}
          onSaved={(row) => {
            onClose();
            store.select(row.stepKey);
            store.askAgain();
            onSay({
              level: 'good',
              text: open.kind === 'edit' ? 'The step was changed.' : 'The step is scheduled.',
            });
          }}
        />
      );
    case 'import':
      return (
        <CsvDialog
          api={api}
          onClose={onClose}
          onImported={(importedCount, skippedCount) => {
            onClose();
            store.changeQuery({ span: 'open' });
            const left = skippedCount === 0 ? '' : `, ${skippedCount} left out`;
            onSay({ level: 'good', text: `${stepsText(importedCount)} scheduled${left}.` });
          }}
        />
      );
    case undefined:
      return null;
  }
}
