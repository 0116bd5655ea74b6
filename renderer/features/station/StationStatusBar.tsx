import { Download, HardDrive, Radio } from 'lucide-react';
import type { StationInfo } from '../../../preload/contract/station.ts';
import type { LineState } from '../../../preload/contract/transport.ts';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { StatusBar, StatusItem } from '../../ui/StatusBar.tsx';
import { formatBytes } from './format-bytes.ts';
import './station.css';

export interface StationStatusBarProps {
  readonly station: StationInfo | null;
  readonly line: LineState;
  /** Shows the keys of the page in front; absent where that page shows its own. */
  readonly onShowKeys?: (() => void) | undefined;
}

/** One line on how the station is: who it is, what comes in, how much room is left. */
export function StationStatusBar({ station, line, onShowKeys }: StationStatusBarProps) {
  return (
    <StatusBar>
      <Listener station={station} line={line} />
      {station !== null && line.state === 'open' && (
        <>
          <StatusItem>
            <Icon of={Download} size="small" />
            <Reception station={station} />
          </StatusItem>
          <StatusItem>
            <Icon of={HardDrive} size="small" />
            <span>
              <b>{formatBytes(station.freeBytes)}</b> free
            </span>
          </StatusItem>
        </>
      )}
      {onShowKeys && (
        <StatusItem>
          <button type="button" className="station-keys" onClick={onShowKeys}>
            <KeyCap>?</KeyCap> Keys
          </button>
        </StatusItem>
      )}
      <StatusItem isLast>Not for primary diagnosis</StatusItem>
    </StatusBar>
  );
}

function Listener({ station, line }: Pick<StationStatusBarProps, 'station' | 'line'>) {
  if (line.state === 'restarting' || line.state === 'failed') {
    return (
      <StatusItem>
        <Flag level={line.state === 'failed' ? 'critical' : 'repeat'} />
        The core does not answer
      </StatusItem>
    );
  }
  if (station === null) return <StatusItem>Starting</StatusItem>;
  if (station.listenProblem !== null) {
    return (
      <StatusItem>
        <Flag level="critical" />
        <b className="u-ellipsis">Not receiving:</b> {station.listenProblem}
      </StatusItem>
    );
  }
  const address = station.addresses[0] ?? 'this PC';
  return (
    <StatusItem>
      <span className="station-listening">
        <Icon of={Radio} size="small" />
      </span>
      <span>
        Listening as <b>{station.aeTitle}</b> at{' '}
        <b className="u-selectable">
          {address}:{station.dicomPort}
        </b>
      </span>
    </StatusItem>
  );
}

function Reception({ station }: { readonly station: StationInfo }) {
  const { sendersNow, imagesLastMinute } = station.reception;
  if (sendersNow === 0) return <span>nobody sending</span>;
  return (
    <span>
      <b>{sendersNow}</b> {sendersNow === 1 ? 'sender' : 'senders'} now, {imagesLastMinute} images/min
    </span>
  );
}
