import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { useObservable } from '../../client/use-observable.ts';
import { KeySheet } from '../../ui/KeySheet.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { useNow } from '../../ui/use-now.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { DaySide } from './DaySide.tsx';
import { PageDialogs, type OpenDialog } from './PageDialogs.tsx';
import { procedureKeys, toProcedureAction, type ProcedureKeyAction } from './procedure-keys.ts';
import { createStepActions } from './step-actions.ts';
import { StepArea } from './StepArea.tsx';
import { StepBar } from './StepBar.tsx';
import { StepPreview } from './StepPreview.tsx';
import { isoDay, nameText } from './step-text.ts';
import { StepsStore, type StepsApi } from './steps-store.ts';
import './procedures.css';

export interface ProceduresPageProps {
  readonly api: StepsApi;
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  /** In front: keys are for this page, and it listens. */
  readonly isActive: boolean;
  readonly areKeysShown: boolean;
  readonly onShowKeys: (areShown: boolean) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  readonly onOpenStudy: (study: { readonly studyInstanceUid: string; readonly title: string }) => void;
}

const NO_ROWS: readonly ProcedureRow[] = [];

/** What is scheduled: the worklist that devices ask for, and what became of it. */
export function ProceduresPage(props: ProceduresPageProps) {
  const { api, station, isActive, areKeysShown, onShowKeys, onSay, onOpenStudy } = props;
  const [store] = useState(() => new StepsStore(api));
  useEffect(() => (isActive ? store.start() : undefined), [store, isActive]);
  const state = useObservable(store.state);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const nowMs = useNow('minute');
  const isNarrow = useMediaQuery('(max-width: 1099px)');
  const filterRef = useRef<HTMLInputElement>(null);
  const middleRef = useRef<HTMLElement>(null);
  const actions = useMemo(() => createStepActions(api, store, onSay), [api, store, onSay]);
  const rows = state.shown?.steps ?? NO_ROWS;
  const selected = rows.find((row) => row.stepKey === state.selected);

  const focusList = () => {
    middleRef.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  const edit = (row: ProcedureRow | undefined) => {
    if (row) setDialog({ kind: 'edit', row });
  };
  const openStudy = () => {
    if (selected?.study) onOpenStudy(toStudyTab(selected, selected.study.studyInstanceUid));
  };
  const toggleArrived = () => {
    if (selected?.status === 'scheduled') void actions.setStatus(selected, 'arrived');
    else if (selected?.status === 'arrived') void actions.setStatus(selected, 'scheduled');
  };
  const deeds: Readonly<Record<Exclude<ProcedureKeyAction['does'], 'step'>, () => void>> = {
    edit: () => {
      edit(selected);
    },
    'open-study': openStudy,
    new: () => {
      setDialog({ kind: 'new' });
    },
    import: () => {
      setDialog({ kind: 'import' });
    },
    'show-keys': () => {
      onShowKeys(true);
    },
    'toggle-arrived': toggleArrived,
    remove: () => {
      if (selected) void actions.remove(selected);
    },
    'focus-filter': () => {
      filterRef.current?.focus();
      filterRef.current?.select();
    },
    'step-back': () => {
      store.stepBack();
    },
  };
  useWindowKeys((event) => {
    const action = isActive ? toProcedureAction(event) : null;
    if (action === null) return;
    event.preventDefault();
    if (action.does === 'step') {
      focusList();
      store.step(action.by);
    } else deeds[action.does]();
  });

  return (
    <div className="procedures">
      <DaySide
        span={state.span}
        count={state.shown?.matchingCount ?? null}
        hl7={state.shown?.hl7 ?? null}
        onSpan={(span) => {
          store.changeQuery({ span });
        }}
      />
      <section className="procedures__middle" ref={middleRef} aria-label="Scheduled steps">
        <StepBar
          inputRef={filterRef}
          text={state.text}
          count={state.shown?.matchingCount ?? null}
          onText={(text) => {
            store.changeQuery({ text });
          }}
          onToList={focusList}
          onImport={deeds.import}
          onNew={deeds.new}
        />
        <StepArea
          store={store}
          state={state}
          station={station}
          onEdit={(stepKey) => {
            edit(rows.find((row) => row.stepKey === stepKey));
          }}
        />
      </section>
      {!isNarrow && selected && (
        <StepPreview
          row={selected}
          onEdit={deeds.edit}
          onRemove={deeds.remove}
          onSetStatus={(status) => void actions.setStatus(selected, status)}
          onOpenStudy={openStudy}
        />
      )}
      <KeySheet
        isOpen={areKeysShown && isActive}
        title="Keys of the scheduled steps"
        parts={procedureKeys}
        onClose={() => {
          onShowKeys(false);
        }}
      />
      <PageDialogs
        api={api}
        store={store}
        open={isActive ? dialog : null}
        day={isoDay(nowMs, state.span === 'tomorrow' ? 1 : 0)}
        knownAeTitles={knownAeTitles(rows, station)}
        onSay={onSay}
        onClose={() => {
          setDialog(null);
        }}
      />
    </div>
  );
}

function toStudyTab({ order }: ProcedureRow, studyInstanceUid: string) {
  const title = [nameText(order.patientName), order.modality].filter(Boolean).join(', ');
  return { studyInstanceUid, title };
}

/** Titles to choose from: of other steps, and of devices that have sent something. */
function knownAeTitles(rows: readonly ProcedureRow[], station: StationInfo | null): readonly string[] {
  const titles = [
    ...rows.flatMap(({ order }) => order.stationAeTitles),
    ...(station?.reception.senders ?? []).map(({ aeTitle }) => aeTitle),
  ];
  return [...new Set(titles)].toSorted();
}
