import type { DeviceRow, HeldCallerRow } from '../../../preload/contract/devices.ts';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { CallerCards } from './CallerCards.tsx';
import type { ConnectionTest } from './connection-tests.ts';
import { DeviceTable } from './DeviceTable.tsx';
import { LastCalls } from './LastCalls.tsx';
import type { NetworkActions } from './network-actions.ts';
import type { DevicesAnswer, NetworkState, NetworkStore } from './network-store.ts';

export interface InboxColumnProps {
  readonly store: NetworkStore;
  readonly state: NetworkState;
  readonly actions: NetworkActions;
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  /** Name of the device that is shown beside. */
  readonly chosen: string | null;
  /** By name of the device. */
  readonly tests: ReadonlyMap<string, ConnectionTest<TestReportView>>;
  readonly onAcceptWithLimits: (caller: HeldCallerRow) => void;
  readonly onChoose: (device: DeviceRow) => void;
  readonly onEdit: (device: DeviceRow) => void;
  readonly onRemove: (device: DeviceRow) => void;
}

/** Those who wait, those who are known, and the last calls. Nothing moves while the pointer is in it. */
export function InboxColumn(props: InboxColumnProps) {
  const { store, state } = props;
  return (
    <div
      className="network__left"
      onPointerEnter={() => {
        store.hold();
      }}
      onPointerLeave={() => {
        store.letGo();
      }}
    >
      {state.shown === null ? (
        <NothingYet store={store} message={state.error?.message ?? null} />
      ) : (
        <>
          {state.error && (
            <Notice level="check" title="What you see may be old.">
              {state.error.message}
            </Notice>
          )}
          <Waiting {...props} shown={state.shown} />
          <Devices {...props} shown={state.shown} />
          <LastCalls
            calls={state.calls}
            onShowAll={(areAll) => {
              store.showAllCalls(areAll);
            }}
          />
        </>
      )}
    </div>
  );
}

interface PartProps extends InboxColumnProps {
  readonly shown: DevicesAnswer;
}

function Waiting({ shown, state, station, actions, onAcceptWithLimits }: PartProps) {
  return (
    <section className="network__part" aria-label="Waiting for you">
      <div className="network__part-head">
        <h2>Waiting for you</h2>
        <Count of={shown.callers} />
        {state.isWaiting && (
          <span className="network__held" role="status">
            Held while you point: something has changed. <KeyCap>Esc</KeyCap>
          </span>
        )}
      </div>
      <CallerCards
        callers={shown.callers}
        station={station}
        onAccept={(caller) => void actions.accept(caller, null)}
        onAcceptWithLimits={onAcceptWithLimits}
        onRefuse={(caller) => void actions.refuse(caller)}
        onDismiss={(caller) => void actions.dismiss(caller)}
      />
    </section>
  );
}

function Devices({ shown, chosen, tests, onChoose, onEdit, onRemove }: PartProps) {
  return (
    <section className="network__part" aria-label="Devices">
      <div className="network__part-head">
        <h2>Known devices</h2>
        <Count of={shown.devices} />
      </div>
      {shown.devices.length === 0 ? (
        <p className="network__empty">
          No device is known yet. Accept one when it has called, or add it by hand with <KeyCap>N</KeyCap>: an
          archive or a workstation to which images go, or a machine that sends them.
        </p>
      ) : (
        <DeviceTable
          devices={shown.devices}
          chosen={chosen}
          tests={tests}
          onChoose={onChoose}
          onEdit={onEdit}
          onRemove={onRemove}
        />
      )}
    </section>
  );
}

function Count({ of }: { readonly of: readonly unknown[] }) {
  return of.length > 0 && <span className="network__part-beside">{of.length}</span>;
}

function NothingYet({ store, message }: { readonly store: NetworkStore; readonly message: string | null }) {
  if (message === null) return <LoadingFrame words="Asking for callers and devices" rowCount={8} />;
  return (
    <ErrorState
      title="Callers and devices cannot be shown."
      level="repeat"
      actions={
        <Button
          variant="primary"
          onClick={() => {
            store.askAgain();
          }}
        >
          Ask again
        </Button>
      }
    >
      {message} Reception goes on.
    </ErrorState>
  );
}
