import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import { classNames } from '../../ui/class-names.ts';
import { Flag } from '../../ui/Flag.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { ConnectionTest } from './connection-tests.ts';
import { addressText, agoText, countText, mayText } from './network-words.ts';

export interface DeviceTableProps {
  readonly devices: readonly DeviceRow[];
  /** Name of the device that is shown beside. */
  readonly chosen: string | null;
  /** By name of the device. */
  readonly tests: ReadonlyMap<string, ConnectionTest<TestReportView>>;
  readonly onChoose: (device: DeviceRow) => void;
  readonly onEdit: (device: DeviceRow) => void;
  readonly onRemove: (device: DeviceRow) => void;
}

const HEADS = ['Device', 'AE title', 'Address', 'May', 'Last call', 'Today'] as const;

/** Known devices; arrow keys choose one. */
export function DeviceTable({ devices, chosen, tests, onChoose, onEdit, onRemove }: DeviceTableProps) {
  const nowMs = useNow('second');
  const tableRef = useRef<HTMLDivElement>(null);
  const at = devices.findIndex(({ name }) => name === chosen);
  useEffect(() => {
    if (at >= 0 && document.activeElement === tableRef.current)
      document.getElementById(rowId(at))?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const device = devices[at];
    const next = devices[toIndex(event.key, at, devices.length) ?? -1];
    if (next) onChoose(next);
    else if (device && event.key === 'Enter') onEdit(device);
    else if (device && event.key === 'Delete') onRemove(device);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="device-table"
      role="grid"
      aria-label="Known devices"
      aria-rowcount={devices.length + 1}
      aria-activedescendant={at < 0 ? undefined : rowId(at)}
      tabIndex={0}
      ref={tableRef}
      onKeyDown={onKeyDown}
    >
      <div className="device-row device-row--head" role="row">
        {HEADS.map((head) => (
          <span key={head} role="columnheader" className="device-cell">
            {head}
          </span>
        ))}
      </div>
      {devices.map((device, index) => (
        <div
          key={device.name}
          id={rowId(index)}
          role="row"
          aria-selected={index === at}
          className={classNames('device-row', index === at && 'device-row--chosen')}
          onClick={() => {
            onChoose(device);
          }}
          onDoubleClick={() => {
            onEdit(device);
          }}
        >
          <bdi role="gridcell" className="device-cell device-cell--name" title={device.name}>
            {device.name}
          </bdi>
          <bdi role="gridcell" className="device-cell u-mono" title={device.aeTitle}>
            {device.aeTitle}
          </bdi>
          <span role="gridcell" className="device-cell u-mono" title={addressText(device)}>
            {addressText(device)}
          </span>
          <span role="gridcell" className="device-cell device-cell--may" title={mayText(device.rights)}>
            {mayText(device.rights)}
          </span>
          <span role="gridcell" className="device-cell device-cell--last">
            <LastCall device={device} test={tests.get(device.name)} nowMs={nowMs} />
          </span>
          <span role="gridcell" className="device-cell">
            {countText(device.storedToday)}
          </span>
        </div>
      ))}
    </div>
  );
}

/** What we found when we called it goes before when it called us. */
function LastCall(props: {
  readonly device: DeviceRow;
  readonly test: ConnectionTest<TestReportView> | undefined;
  readonly nowMs: number;
}) {
  const { device, test, nowMs } = props;
  if (test?.state === 'running') {
    return (
      <>
        <Flag level="judging" /> being tested
      </>
    );
  }
  if (test?.state === 'done' && test.report.finding !== null) {
    return (
      <>
        <Flag level="repeat" /> cannot be called
      </>
    );
  }
  return device.lastCallAtMs === null ? 'never' : agoText(device.lastCallAtMs, nowMs);
}

function rowId(index: number): string {
  return `device-row-${index}`;
}

function toIndex(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
