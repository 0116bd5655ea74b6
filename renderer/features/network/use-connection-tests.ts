import { useState } from 'react';
import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { useObservable } from '../../client/use-observable.ts';
import { ConnectionTests, type ConnectionTest, type OwnReport } from './connection-tests.ts';
import { isCallable } from './network-words.ts';

export interface ShownTest {
  /** The device that is shown; null while none is known. */
  readonly device: DeviceRow | null;
  /** This station's own port is shown instead of a device. */
  readonly isOwn: boolean;
  /** Name of the device that is shown; null while it is none. */
  readonly chosenName: string | null;
  readonly test: ConnectionTest<TestReportView> | undefined;
  readonly ownTest: ConnectionTest<OwnReport> | null;
  /** By name of the device. */
  readonly tests: ReadonlyMap<string, ConnectionTest<TestReportView>>;
  /** For whoever looks after the other side; null when there is nothing for them to do. */
  readonly message: string | null;
  readonly choose: (name: string) => void;
  /** Tests what is shown, when it can be called. */
  readonly run: () => void;
  readonly runOwn: () => void;
  /** The device was changed: what was found before does not count any more. */
  readonly forget: (name: string) => void;
}

/** Which device the panel shows, and its newest test. Without a choice: the first that can be called. */
export function useConnectionTests(api: Pick<ApiClient, 'call'>, devices: readonly DeviceRow[]): ShownTest {
  const [store] = useState(() => new ConnectionTests(api));
  const { devices: tests, own: ownTest } = useObservable(store.state);
  const [name, setName] = useState<string | null>(null);
  const [isOwn, showOwn] = useState(false);
  const device = devices.find((each) => each.name === name) ?? devices.find(isCallable) ?? devices[0] ?? null;
  const test = device ? tests.get(device.name) : undefined;
  const runOwn = () => {
    showOwn(true);
    void store.runOwn();
  };
  return {
    device,
    isOwn,
    chosenName: isOwn || !device ? null : device.name,
    test,
    ownTest,
    tests,
    message: test?.state === 'done' && !isOwn ? test.report.messageForThem : null,
    choose: (next) => {
      showOwn(false);
      setName(next);
    },
    run: () => {
      if (isOwn) runOwn();
      else if (device && isCallable(device)) void store.run(device.name);
    },
    runOwn,
    forget: (gone) => {
      store.forget(gone);
    },
  };
}
