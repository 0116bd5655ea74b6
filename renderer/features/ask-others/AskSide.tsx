import type { RefObject } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { EMPTY_FORM, quickDays, type AskForm, type QuickDays } from './ask-form.ts';
import type { AskState, AskStore } from './ask-store.ts';

export interface AskSideProps {
  readonly store: AskStore;
  readonly state: AskState;
  readonly isAsking: boolean;
  readonly formRef: RefObject<HTMLFormElement | null>;
}

const MODALITIES = ['CR', 'CT', 'DX', 'ES', 'IO', 'MG', 'MR', 'NM', 'OT', 'PT', 'PX', 'RF', 'US', 'XA', 'XC'];
const QUICK: readonly { readonly days: QuickDays; readonly word: string }[] = [
  { days: 'today', word: 'Today' },
  { days: 'yesterday', word: 'Yesterday' },
  { days: 'week', word: 'Last 7 days' },
];

/** Whom to ask, and what. Enter in any field asks. */
export function AskSide({ store, state, isAsking, formRef }: AskSideProps) {
  const { stations, leftOut, form, mistake } = state;
  const nowMs = useNow('minute');
  const change = (field: keyof AskForm) => (value: string) => {
    store.changeForm({ [field]: value });
  };
  return (
    <form
      ref={formRef}
      className="ask-side"
      role="search"
      aria-label="Question to other stations"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void store.search();
      }}
    >
      <fieldset className="ask-side__stations">
        <legend className="ask-side__title">Stations to ask</legend>
        {(stations ?? []).map(({ name, aeTitle, host }) => (
          <label key={name} className="ask-station" title={`${aeTitle} at ${host}`}>
            <input
              type="checkbox"
              checked={!leftOut.includes(name)}
              onChange={(event) => {
                store.tickStation(name, event.target.checked);
              }}
            />
            <bdi className="u-ellipsis">{name}</bdi>
          </label>
        ))}
        {stations?.length === 0 && <p className="ask-side__none">None is known yet.</p>}
      </fieldset>
      <div className="ask-side__fields">
        <TextField
          label="Patient name"
          name="patientName"
          maxLength={200}
          value={form.patientName}
          onValue={change('patientName')}
        />
        <TextField label="Patient ID" maxLength={64} value={form.patientId} onValue={change('patientId')} />
        <TextField
          label="Accession number"
          maxLength={64}
          value={form.accessionNumber}
          onValue={change('accessionNumber')}
        />
        <div className="ask-side__pair">
          <TextField label="From" type="date" value={form.fromDate} onValue={change('fromDate')} />
          <TextField label="To" type="date" value={form.toDate} onValue={change('toDate')} />
        </div>
        <div className="ask-side__quick" role="group" aria-label="Days">
          {QUICK.map(({ days, word }) => {
            const span = quickDays(days, nowMs);
            const isSet = span.fromDate === form.fromDate && span.toDate === form.toDate;
            return (
              <Button
                key={days}
                aria-pressed={isSet}
                className={isSet ? 'ask-side__day ask-side__day--set' : 'ask-side__day'}
                onClick={() => {
                  store.changeForm(quickDays(days, Date.now()));
                }}
              >
                {word}
              </Button>
            );
          })}
        </div>
        <TextField
          label="Modality"
          maxLength={16}
          suggestions={MODALITIES}
          value={form.modality}
          onValue={change('modality')}
        />
      </div>
      {mistake !== null && (
        <p className="ask-side__mistake" role="alert">
          <Flag level="check" sizePx={12} /> {mistake}
        </p>
      )}
      <div className="ask-side__foot">
        <Button
          variant="ghost"
          onClick={() => {
            store.changeForm(EMPTY_FORM);
          }}
        >
          Empty the form
        </Button>
        <Button type="submit" variant="primary" keyCap="Enter" busyText={isAsking ? 'Asking' : undefined}>
          Ask
        </Button>
      </div>
    </form>
  );
}
