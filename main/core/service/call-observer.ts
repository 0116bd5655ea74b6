import type { AssociationObserver } from '../association/association-observer.ts';
import { isStored } from '../association/dimse/status.ts';
import { describeOperation, describeStored, toWishes } from '../devices/call-words.ts';
import type { Devices } from '../devices/devices.ts';
import type { AssociationPeer } from '../shared/store-handler.ts';

/** Notes for the screen of devices who called, what for, and how that went. */
export function createCallObserver({ activity, inbox, book }: Devices): Required<AssociationObserver> {
  return {
    associationOpened: (peer) => {
      activity.called(toCallerName(peer));
    },
    associationClosed: (peer, { storedCount, failedCount }) => {
      if (storedCount + failedCount === 0) return;
      activity.note({ ...toCallerName(peer), ...describeStored(storedCount, failedCount) });
    },
    associationRefused: (peer, { kind }) => {
      const name = toCallerName(peer);
      activity.called(name);
      const wishes = toWishes(inbox.findByName(name)?.denied ?? []);
      if (kind === 'held')
        activity.note({ ...name, result: 'held', words: `wanted to ${wishes}. Held for you.` });
      else
        activity.note({
          ...name,
          result: 'refused',
          words: 'called and was refused.',
          mark: `refused ${peer.address}`,
        });
    },
    echoAnswered: (peer) => {
      const words = 'tested the connection. It works.';
      activity.note({ ...toCallerName(peer), result: 'done', words, mark: `${peer.associationId} echo` });
    },
    storeFinished: (peer, { status }) => {
      if (status === null || !isStored(status)) return;
      activity.stored(toCallerName(peer));
      inbox.noteStored(toCallerName(peer));
    },
    rightsDenied: (peer, rights) => {
      const name = toCallerName(peer);
      const isKnown = book.findCaller(name.aeTitle, name.address) !== null;
      const wishes = `wanted to ${toWishes([...rights])}`;
      if (isKnown) activity.note({ ...name, result: 'refused', words: `${wishes}, which it may not.` });
      else activity.note({ ...name, result: 'held', words: `${wishes}. Held for you.` });
    },
    operationAnswered: (peer, report) => {
      const mark = `${peer.associationId} ${report.service} ${report.operation}`;
      activity.note({ ...toCallerName(peer), ...describeOperation(report), mark });
    },
  };
}

function toCallerName({ callingAeTitle, address }: AssociationPeer) {
  return { aeTitle: callingAeTitle, address };
}
