import type { StationInfo } from '../../../preload/contract/station.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { StepTable } from './StepTable.tsx';
import type { DaySpan, StepsState, StepsStore } from './steps-store.ts';

export interface StepAreaProps {
  readonly store: StepsStore;
  readonly state: StepsState;
  readonly station: StationInfo | null;
  readonly onEdit: (stepKey: number) => void;
}

/** The list in any of its states: coming, broken, empty for a reason, or there. */
export function StepArea({ store, state, station, onEdit }: StepAreaProps) {
  const { shown, error, span, text, isWaiting, selected } = state;
  const askAgain = (
    <Button
      onClick={() => {
        store.askAgain();
      }}
    >
      Ask again
    </Button>
  );
  if (shown === null) {
    if (error === null)
      return <LoadingFrame words="Asking the core for the scheduled steps" wayOut={askAgain} />;
    return (
      <ErrorState title="The scheduled steps cannot be read." code={error.code} actions={askAgain}>
        {error.message} Reception goes on; no image is lost.
      </ErrorState>
    );
  }
  return (
    <>
      {shown.hl7.problem !== null && (
        <Notice level="repeat" shape="bar" title="No orders come over HL7.">
          {shown.hl7.problem}
        </Notice>
      )}
      {error !== null && (
        <Notice level="repeat" shape="bar" title="This list is not up to date." actions={askAgain}>
          {error.message}
        </Notice>
      )}
      {shown.steps.length > 0 ? (
        <StepTable
          steps={shown.steps}
          matchingCount={shown.matchingCount}
          selected={selected}
          isWaiting={isWaiting}
          onSelect={(stepKey) => {
            store.select(stepKey);
          }}
          onEdit={onEdit}
          onHold={() => {
            store.hold();
          }}
          onLetGo={() => {
            store.letGo();
          }}
        />
      ) : text !== '' ? (
        <EmptyState
          title="No step matches"
          lead="Each word is looked for in names, IDs, accession numbers, descriptions and devices of these days."
        >
          <Button
            keyCap="Esc"
            onClick={() => {
              store.changeQuery({ text: '' });
            }}
          >
            Clear the filter
          </Button>
        </EmptyState>
      ) : (
        <NothingScheduled station={station} span={span} />
      )}
    </>
  );
}

const EMPTY_TITLES: Readonly<Record<DaySpan, string>> = {
  today: 'Nothing is scheduled today',
  tomorrow: 'Nothing is scheduled tomorrow',
  week: 'Nothing is scheduled in the next 7 days',
  open: 'Nothing is scheduled',
  past: 'Nothing was scheduled in the last 30 days',
};

function NothingScheduled({
  station,
  span,
}: {
  readonly station: StationInfo | null;
  readonly span: DaySpan;
}) {
  return (
    <EmptyState
      title={EMPTY_TITLES[span]}
      lead={
        <>
          Schedule a step with <KeyCap>N</KeyCap>, import a list with <KeyCap>I</KeyCap>, or let the clinic’s
          system send orders over HL7. Devices then find name and number of each patient in their worklist,
          and nobody types them twice.
        </>
      }
    >
      {station && (
        <>
          <p className="procedures__enter">What to enter at a device as its worklist server:</p>
          <dl className="empty-state__values">
            <dt>AE title</dt>
            <dd className="u-mono u-selectable">{station.aeTitle}</dd>
            <dt>Address</dt>
            <dd className="u-mono u-selectable">
              {station.addresses[0] ?? 'This PC has no network address now.'}
            </dd>
            <dt>Port</dt>
            <dd className="u-mono u-selectable">{station.dicomPort}</dd>
          </dl>
        </>
      )}
    </EmptyState>
  );
}
