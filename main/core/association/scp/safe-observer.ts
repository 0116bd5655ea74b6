import type { AssociationObserver } from '../association-observer.ts';

/** Hands everything on; what the observer throws goes to `onBug`, because watching must never disturb an association. */
export function toSafeObserver(
  observer: AssociationObserver,
  onBug: (error: unknown) => void,
): AssociationObserver {
  const safely = (tell: () => void) => {
    try {
      tell();
    } catch (error) {
      onBug(error);
    }
  };
  return {
    associationOpened: (peer) => safely(() => observer.associationOpened(peer)),
    associationClosed: (peer, summary) => safely(() => observer.associationClosed(peer, summary)),
    associationRefused: (peer, refusal) => safely(() => observer.associationRefused(peer, refusal)),
    echoAnswered: (peer) => safely(() => observer.echoAnswered(peer)),
    storeFinished: (peer, report) => safely(() => observer.storeFinished(peer, report)),
    rightsDenied: (peer, rights) => safely(() => observer.rightsDenied?.(peer, rights)),
    operationAnswered: (peer, report) => safely(() => observer.operationAnswered?.(peer, report)),
  };
}
