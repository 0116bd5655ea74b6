import { Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { ConnectionTest } from './connection-tests.ts';
import type { DeviceForm } from './device-draft.ts';
import { callTimeText, isCallable, onlyAddress } from './network-words.ts';
import { StepsToCome, TestSteps } from './TestSteps.tsx';
import type { WaitingSends } from './use-waiting-sends.ts';
import { Verdict } from './Verdict.tsx';
import { VerdictDeeds } from './VerdictDeeds.tsx';

export interface TestPanelProps {
  /** Null while no device is known. */
  readonly device: DeviceRow | null;
  readonly test: ConnectionTest<TestReportView> | undefined;
  readonly waitingSends: WaitingSends;
  readonly onTest: () => void;
  readonly onCopy: (text: string) => void;
  /** Opens the form, with the focus in this field. */
  readonly onEdit: (device: DeviceRow, field?: keyof DeviceForm) => void;
  readonly onRemove: (device: DeviceRow) => void;
}

/** Whether the chosen device can be called from here, step by step, and who has to act when it cannot. */
export function TestPanel({ device, test, waitingSends, onTest, onCopy, onEdit, onRemove }: TestPanelProps) {
  if (device === null) {
    return (
      <PanelFrame title="Connection test">
        <p className="network__empty">
          Choose a device that has an address and a port: it is called from here, and each step says what came
          of it.
        </p>
      </PanelFrame>
    );
  }
  const isOfConfiguration = device.deviceKey === null;
  const deeds = (
    <>
      <Button
        variant="ghost"
        disabledReason={isOfConfiguration ? SET_ELSEWHERE : undefined}
        onClick={() => {
          onRemove(device);
        }}
      >
        Remove…
      </Button>
      <Button
        variant="ghost"
        disabledReason={isOfConfiguration ? SET_ELSEWHERE : undefined}
        onClick={() => {
          onEdit(device);
        }}
      >
        Edit…
      </Button>
    </>
  );
  if (!isCallable(device)) {
    return (
      <PanelFrame title={device.name} deeds={deeds}>
        <p className="network__empty">
          <bdi>{device.name}</bdi> calls us; we do not call it. With its address and the port at which it
          listens, the connection can be tested from here, and images can be sent to it.
        </p>
        <div>
          <Button
            disabledReason={isOfConfiguration ? SET_ELSEWHERE : undefined}
            onClick={() => {
              onEdit(device, device.host === '' && onlyAddress(device) === null ? 'host' : 'port');
            }}
          >
            Enter address and port…
          </Button>
        </div>
      </PanelFrame>
    );
  }
  return (
    <PanelFrame
      title={
        <>
          Connection test: <bdi>{device.name}</bdi>
        </>
      }
      deeds={
        <>
          {deeds}
          <Button keyCap="F5" busyText={test?.state === 'running' ? 'Calling' : undefined} onClick={onTest}>
            {test === undefined ? 'Test' : 'Test again'}
          </Button>
        </>
      }
    >
      <TestState device={device} port={device.port} test={test} onCopy={onCopy} onEdit={onEdit} />
      <Queue count={waitingSends.get(device.name) ?? 0} />
    </PanelFrame>
  );
}

const SET_ELSEWHERE = 'It stands in the configuration file, and is changed there.';

export function PanelFrame(props: {
  readonly title: ReactNode;
  readonly deeds?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <aside className="test-panel" aria-label="Connection test">
      <header className="test-panel__head">
        <h2 className="u-ellipsis">{props.title}</h2>
        <div className="test-panel__deeds">{props.deeds}</div>
      </header>
      <div className="test-panel__body">{props.children}</div>
    </aside>
  );
}

interface TestStateProps extends Pick<TestPanelProps, 'test' | 'onCopy' | 'onEdit'> {
  readonly device: DeviceRow;
  readonly port: number;
}

/** What goes to it when it answers. */
function Queue({ count }: { readonly count: number }) {
  if (count === 0) return null;
  const [studies, wait, go] =
    count === 1
      ? ['1 study', 'waits', 'It goes by itself']
      : [`${count} studies`, 'wait', 'They go by themselves'];
  return (
    <p className="test-panel__queue">
      <Icon of={Clock} size="small" /> {studies} {wait} to be sent to it. {go} when it answers.
    </p>
  );
}

function TestState({ device, port, test, onCopy, onEdit }: TestStateProps) {
  const nowMs = useNow('minute');
  if (test === undefined) {
    return (
      <>
        <p className="network__empty">
          Not tested yet. The test calls <span className="u-mono">{device.host}</span>, port{' '}
          <span className="u-mono">{port}</span>, and asks for an echo. No image is sent.
        </p>
        <StepsToCome isEncrypted={device.isEncrypted} port={port} />
      </>
    );
  }
  if (test.state === 'running') return <StepsToCome isRunning isEncrypted={device.isEncrypted} port={port} />;
  if (test.state === 'failed') {
    return (
      <Notice level="repeat" title="The test could not be run.">
        {test.message}
      </Notice>
    );
  }
  const { report } = test;
  return (
    <>
      <Verdict name={device.name} report={report}>
        <VerdictDeeds
          device={device}
          report={report}
          onCopy={onCopy}
          onEdit={(field) => {
            onEdit(device, field);
          }}
        />
      </Verdict>
      <TestSteps steps={report.steps} port={port} />
      {report.messageForThem !== null && (
        <div className="message-for-them">
          <h3 className="message-for-them__title">Message for them</h3>
          <pre className="message-for-them__text u-mono u-selectable">{report.messageForThem}</pre>
        </div>
      )}
      <p className="test-panel__when">Tested at {callTimeText(test.atMs, nowMs)}.</p>
    </>
  );
}
