import type { AssociationObserver, Refusal } from '../association/association-observer.ts';
import { isStored } from '../association/dimse/status.ts';
import { toWishes } from '../devices/call-words.ts';
import type { Devices } from '../devices/devices.ts';
import type { AssociationPeer } from '../shared/store-handler.ts';
import { createCallObserver } from './call-observer.ts';
import type { Notices } from './notices.ts';
import type { ReceptionMonitor } from './reception-monitor.ts';

export interface StationObserverParts {
  readonly reception: ReceptionMonitor;
  readonly notices: Notices;
  readonly devices: Devices;
  readonly nowMs: () => number;
  /** The station's AE title at this moment. */
  readonly aeTitle: () => string;
  /** Called when the reception panel may look different. */
  readonly onReceptionChanged: () => void;
}

/** Turns what the listener reports into what the windows show: reception counts, and notices about callers that failed. */
export function createStationObserver(parts: StationObserverParts): AssociationObserver {
  const { reception, notices, onReceptionChanged } = parts;
  const calls = createCallObserver(parts.devices);
  return {
    ...calls,
    associationOpened: (peer) => {
      calls.associationOpened(peer);
      reception.associationOpened(peer);
      notices.remove(callerKey(peer));
      onReceptionChanged();
    },
    associationClosed: (peer, summary) => {
      calls.associationClosed(peer, summary);
      reception.associationClosed(peer);
      onReceptionChanged();
    },
    associationRefused: (peer, refusal) => {
      calls.associationRefused(peer, refusal);
      notices.post(toNotice(peer, refusal, parts));
    },
    rightsDenied: (peer, rights) => {
      calls.rightsDenied(peer, rights);
      notices.post({
        key: callerKey(peer),
        level: 'check',
        title: `${peer.callingAeTitle} wanted to ${toWishes([...rights])}, which it may not here.`,
        detail: 'What else it asked for it got. Give it the right in the list of callers and devices.',
        atMs: parts.nowMs(),
      });
    },
    storeFinished: (peer, report) => {
      calls.storeFinished(peer, report);
      if (report.status === null) return;
      if (isStored(report.status)) {
        reception.imageStored(peer);
        onReceptionChanged();
      } else {
        notices.post({
          key: `store-failed:${peer.callingAeTitle}`,
          level: 'critical',
          title: `Bucky did not keep an image from ${peer.callingAeTitle}.`,
          detail: explainStatus(report.status),
          atMs: parts.nowMs(),
        });
      }
    },
  };
}

function callerKey(peer: AssociationPeer): string {
  return `refused:${peer.callingAeTitle}@${peer.address}`;
}

function toNotice(peer: AssociationPeer, refusal: Refusal, parts: StationObserverParts) {
  const caller = peer.callingAeTitle === '' ? `A device at ${peer.address}` : peer.callingAeTitle;
  const base = { key: callerKey(peer), level: 'check', atMs: parts.nowMs() } as const;
  if (refusal.kind === 'called-ae-title') {
    return {
      ...base,
      title: `${caller} called and was refused.`,
      detail:
        `It asked for “${peer.calledAeTitle}”. This archive is called “${parts.aeTitle()}”. ` +
        'Correct the name on the console.',
    };
  }
  return { ...base, title: `${caller} called and was refused.`, detail: refusal.message };
}

function explainStatus(status: number): string {
  if ((status & 0xff00) === 0xa700) {
    return 'The disk has too little room, or does not take what is written to it. The device keeps the image: free some space, then send it again.';
  }
  if ((status & 0xff00) === 0xa900) {
    return 'The device announced one object and sent another. What came lies in the quarantine folder.';
  }
  return 'What came cannot be understood as a DICOM object. It lies in the quarantine folder, with the reason beside it.';
}
