import type { StationInfo } from '../../../preload/contract/station.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { isTyping } from '../../ui/page-keys.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';

export interface NoStudiesProps {
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  readonly isActive: boolean;
  readonly onCopied: (what: string) => void;
}

/** A new clinic: what to enter at the modality, and who has already tried in vain. */
export function NoStudies({ station, isActive, onCopied }: NoStudiesProps) {
  const [address, ...otherAddresses] = station?.addresses ?? [];
  const copy = async () => {
    if (!station) return;
    const text = `AE title ${station.aeTitle}\nAddress ${address ?? ''}\nPort ${station.dicomPort}`;
    await navigator.clipboard.writeText(text);
    onCopied('AE title, address and port');
  };
  useWindowKeys((event) => {
    const isCopy = (event.ctrlKey || event.metaKey) && event.key === 'c';
    const hasSelection = (document.getSelection()?.toString() ?? '') !== '';
    if (isActive && isCopy && !hasSelection && !isTyping(event)) void copy();
  });

  if (!station) return null;
  const tried = station.notices.filter((notice) => notice.level !== 'info');
  return (
    <EmptyState
      title="No studies yet"
      lead="Point your modality at these values and send a study. It appears here by itself, the first image within a second."
    >
      <dl className="empty-state__values">
        <dt>AE title</dt>
        <dd className="u-mono u-selectable">{station.aeTitle}</dd>
        <dt>Address</dt>
        <dd className="u-mono u-selectable">{address ?? 'This PC has no network address now.'}</dd>
        <dt>Port</dt>
        <dd className="u-mono u-selectable">{station.dicomPort}</dd>
      </dl>
      {otherAddresses.length > 0 && (
        <p className="point-here__others">
          This PC also has {otherAddresses.join(', ')}: take the one that your modality can reach.
        </p>
      )}
      <div className="point-here__buttons">
        <Button variant="primary" keyCap="Ctrl C" onClick={() => void copy()}>
          Copy all three
        </Button>
      </div>
      {tried.slice(0, 3).map((notice) => (
        <Notice key={notice.key} level={notice.level} title={notice.title}>
          {notice.detail}
        </Notice>
      ))}
    </EmptyState>
  );
}
