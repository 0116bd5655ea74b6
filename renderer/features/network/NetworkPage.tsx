import { useEffect, useMemo, useState } from 'react';
import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { useObservable } from '../../client/use-observable.ts';
import { KeySheet } from '../../ui/KeySheet.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import type { DeviceForm } from './device-draft.ts';
import { InboxColumn } from './InboxColumn.tsx';
import { createNetworkActions } from './network-actions.ts';
import { networkKeys, toNetworkAction, type NetworkKeyAction } from './network-keys.ts';
import { NetworkStore, type NetworkApi } from './network-store.ts';
import { NetworkHead } from './NetworkHead.tsx';
import { OwnPanel } from './OwnPanel.tsx';
import { PageDialogs, type OpenDialog } from './PageDialogs.tsx';
import { TestPanel } from './TestPanel.tsx';
import { useConnectionTests } from './use-connection-tests.ts';
import { useWaitingSends } from './use-waiting-sends.ts';
import './network.css';
import './test-panel.css';

export interface NetworkPageProps {
  readonly api: NetworkApi;
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  /** In front: keys are for this page. */
  readonly isActive: boolean;
  readonly areKeysShown: boolean;
  readonly onShowKeys: (areShown: boolean) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  /** How many callers wait, also while another page is in front. */
  readonly onWaitingCount: (count: number) => void;
}

const NO_DEVICES: readonly DeviceRow[] = [];

/** Who calls this station and whom it calls: the inbox of unknown callers, known devices, and whether the line works. */
export function NetworkPage(props: NetworkPageProps) {
  const { api, station, isActive, areKeysShown, onShowKeys, onSay, onWaitingCount } = props;
  const [store] = useState(() => new NetworkStore(api));
  useEffect(() => store.start(), [store]);
  const state = useObservable(store.state);
  const shown = useConnectionTests(api, state.shown?.devices ?? NO_DEVICES);
  const waitingSends = useWaitingSends(api, isActive);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const actions = useMemo(() => createNetworkActions(api, store, onSay), [api, store, onSay]);
  const rules = state.shown?.rules ?? null;
  const waitingCount = state.shown?.callers.length ?? 0;
  useEffect(() => {
    onWaitingCount(waitingCount);
  }, [waitingCount, onWaitingCount]);

  const edit = (device: DeviceRow, field?: keyof DeviceForm) => {
    if (device.deviceKey !== null) setDialog({ kind: 'device', device, field });
    else
      onSay({
        level: 'info',
        text: `${device.name} stands in the configuration file, and is changed there.`,
      });
  };
  const remove = (device: DeviceRow) => {
    if (device.deviceKey !== null) setDialog({ kind: 'remove', device });
  };
  const copy = (text: string) =>
    void actions.copy(text, 'The message is copied. Paste it into a mail to them.');
  const deeds: Readonly<Record<NetworkKeyAction, () => void>> = {
    new: () => {
      setDialog({ kind: 'device', device: null });
    },
    certificates: () => {
      setDialog({ kind: 'certificates' });
    },
    test: shown.run,
    copy: () => {
      if (shown.message !== null) copy(shown.message);
    },
    'step-back': () => {
      store.letGo();
    },
    'show-keys': () => {
      onShowKeys(true);
    },
  };
  useWindowKeys((event) => {
    const action = isActive ? toNetworkAction(event) : null;
    if (action === null) return;
    event.preventDefault();
    deeds[action]();
  });

  return (
    <div className="network">
      <NetworkHead
        rules={rules}
        onUnknownCallers={(to) => {
          if (rules) void actions.setUnknownCallers(rules, to);
        }}
        onAddresses={() => {
          setDialog({ kind: 'addresses' });
        }}
        onConformance={() => {
          setDialog({ kind: 'conformance' });
        }}
        onCertificates={deeds.certificates}
        onTestOwn={shown.runOwn}
        onNew={deeds.new}
      />
      <div className="network__columns">
        <InboxColumn
          store={store}
          state={state}
          actions={actions}
          station={station}
          chosen={shown.chosenName}
          tests={shown.tests}
          onAcceptWithLimits={(caller) => {
            setDialog({ kind: 'accept', caller });
          }}
          onChoose={({ name }) => {
            shown.choose(name);
          }}
          onEdit={edit}
          onRemove={remove}
        />
        {shown.isOwn ? (
          <OwnPanel dicomPort={station?.dicomPort ?? 0} test={shown.ownTest} onTest={shown.runOwn} />
        ) : (
          <TestPanel
            device={shown.device}
            test={shown.test}
            waitingSends={waitingSends}
            onTest={shown.run}
            onCopy={copy}
            onEdit={edit}
            onRemove={remove}
          />
        )}
      </div>
      <KeySheet
        isOpen={areKeysShown && isActive}
        title="Keys of callers and devices"
        parts={networkKeys}
        onClose={() => {
          onShowKeys(false);
        }}
      />
      <PageDialogs
        api={api}
        store={store}
        actions={actions}
        open={isActive ? dialog : null}
        rules={rules}
        station={station}
        onSay={onSay}
        onClose={() => {
          setDialog(null);
        }}
        onSaved={(device, before) => {
          if (before) shown.forget(before.name);
          shown.choose(device.name);
          store.askAgain();
          onSay({ level: 'good', text: `${device.name} was ${before ? 'changed' : 'added'}.` });
        }}
      />
    </div>
  );
}
