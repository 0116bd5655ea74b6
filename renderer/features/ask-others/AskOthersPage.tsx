import { useEffect, useMemo, useRef, useState } from 'react';
import { useObservable } from '../../client/use-observable.ts';
import { KeySheet } from '../../ui/KeySheet.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { AnswerArea } from './AnswerArea.tsx';
import { createAskActions } from './ask-actions.ts';
import { askKeys, toAskAction, type AskKeyAction } from './ask-keys.ts';
import { AskStore, type AskApi } from './ask-store.ts';
import { nameText, rowKey } from './ask-text.ts';
import { AskSide } from './AskSide.tsx';
import { JobList } from './JobList.tsx';
import './ask-others.css';

export interface AskOthersPageProps {
  readonly api: AskApi;
  /** In front: keys are for this page, and it listens. */
  readonly isActive: boolean;
  readonly areKeysShown: boolean;
  readonly onShowKeys: (areShown: boolean) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  readonly onOpenStudy: (study: { readonly studyInstanceUid: string; readonly title: string }) => void;
  /** To where stations are added. */
  readonly onShowDevices: () => void;
}

/** Looks for studies at other stations, fetches them, and shows how far fetching and sending are. */
export function AskOthersPage(props: AskOthersPageProps) {
  const { api, isActive, areKeysShown, onShowKeys, onSay, onOpenStudy, onShowDevices } = props;
  const [store] = useState(() => new AskStore(api));
  useEffect(() => (isActive ? store.start() : undefined), [store, isActive]);
  const state = useObservable(store.state);
  const actions = useMemo(() => createAskActions(api, store, onSay), [api, store, onSay]);
  const formRef = useRef<HTMLFormElement>(null);
  const middleRef = useRef<HTMLElement>(null);
  const isAsking = store.isAsking;

  const focusList = () => {
    middleRef.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  const deeds: Readonly<Record<Exclude<AskKeyAction['does'], 'step'>, () => void>> = {
    fetch: () => {
      void actions.fetch(store.rowsToFetch);
    },
    toggle: () => {
      store.toggle(state.cursor);
    },
    'toggle-all': () => {
      store.chooseAll();
    },
    'open-study': () => {
      const row = state.answers?.studies.find((study) => rowKey(study) === state.cursor);
      if (!row || row.hereCount === 0) return;
      const title = [nameText(row.patientName), row.modalities.join(' ')].filter(Boolean).join(', ');
      onOpenStudy({ studyInstanceUid: row.studyInstanceUid, title });
    },
    'focus-form': () => {
      formRef.current?.querySelector<HTMLInputElement>('[name=patientName]')?.select();
    },
    'step-back': () => {
      focusList();
      store.stepBack();
    },
    'show-keys': () => {
      onShowKeys(true);
    },
  };
  useWindowKeys((event) => {
    const action = isActive ? toAskAction(event) : null;
    if (action === null) return;
    event.preventDefault();
    if (action.does === 'step') {
      focusList();
      store.step(action.by);
    } else deeds[action.does]();
  });

  return (
    <div className="ask-others">
      <AskSide store={store} state={state} isAsking={isAsking} formRef={formRef} />
      <section className="ask-others__middle" ref={middleRef} aria-label="Studies at other stations">
        <AnswerArea
          store={store}
          state={state}
          isAsking={isAsking}
          onFetch={actions.fetch}
          onShowDevices={onShowDevices}
        />
      </section>
      <JobList
        state={state}
        onChange={(job, deed) => void actions.change(job, deed)}
        onTidy={(jobs) => void actions.tidy(jobs)}
      />
      <KeySheet
        isOpen={areKeysShown && isActive}
        title="Keys of the page that asks others"
        parts={askKeys}
        onClose={() => {
          onShowKeys(false);
        }}
      />
    </div>
  );
}
