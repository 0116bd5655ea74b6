import { Pause } from 'lucide-react';
import { Icon } from '../../ui/Icon.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import type { ListItem } from './list-items.ts';
import { studiesText } from './time-text.ts';

export interface GroupHeadProps {
  readonly item: ListItem | undefined;
  /** The copy that stays at the upper edge and carries what is to be said about the list. */
  readonly isOverlay?: boolean;
  readonly waitingCount?: number;
  readonly isOwnOrder?: boolean;
  readonly rowIndex?: number;
  readonly topPx?: number;
}

export function GroupHead({
  item,
  isOverlay,
  waitingCount = 0,
  isOwnOrder,
  rowIndex,
  topPx,
}: GroupHeadProps) {
  if (item?.kind !== 'group') return null;
  const words = (
    <>
      <b className="group-head__title">{item.title}</b>
      {studiesText(item.studyCount)}
    </>
  );
  if (!isOverlay) {
    return (
      <div
        className="group-head group-head--in-list"
        role="row"
        aria-rowindex={rowIndex}
        style={{ transform: `translateY(${topPx ?? 0}px)` }}
      >
        <div role="gridcell" className="group-head__words">
          {words}
        </div>
      </div>
    );
  }
  return (
    <div className="group-head group-head--overlay">
      <div className="group-head__words" aria-hidden>
        {words}
        {isOwnOrder && waitingCount === 0 && (
          <span className="group-head__note">
            Back to arrival order <KeyCap>Esc</KeyCap>
          </span>
        )}
      </div>
      {waitingCount > 0 && (
        <div className="group-head__note group-head__note--held" role="status">
          <Icon of={Pause} size="small" />
          List held while you point.{' '}
          {waitingCount === 1 ? '1 new study waits.' : `${waitingCount} new studies wait.`}
          <KeyCap>Esc</KeyCap>
        </div>
      )}
    </div>
  );
}
