import { Pause } from 'lucide-react';
import { useObservable } from '../../client/use-observable.ts';
import { Icon } from '../../ui/Icon.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import type { ListItem } from './list-items.ts';
import { studiesText } from './time-text.ts';
import type { HeldList } from './use-held-list.ts';

export interface GroupHeadProps {
  readonly item: ListItem;
  /** From 1, the head of the table included (aria-rowindex). */
  readonly rowIndex: number;
  readonly topPx: number;
}

/** Head of a day, or of what arrives, in its place in the list. */
export function GroupHead({ item, rowIndex, topPx }: GroupHeadProps) {
  return (
    <div
      className="group-head group-head--in-list"
      role="row"
      aria-rowindex={rowIndex}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <div role="gridcell" className="group-head__words">
        <GroupWords item={item} />
      </div>
    </div>
  );
}

export interface StickyGroupHeadProps {
  readonly item: ListItem | undefined;
  readonly held: HeldList;
  readonly waitingCount: number;
  readonly isOwnOrder: boolean;
}

/** The copy that stays at the upper edge and carries what is to be said about the list. */
export function StickyGroupHead({ item, held, waitingCount, isOwnOrder }: StickyGroupHeadProps) {
  return (
    <div className="group-head group-head--sticky">
      <div className="group-head__words" aria-hidden>
        <GroupWords item={item} />
        {isOwnOrder && waitingCount === 0 && (
          <span className="group-head__note">
            Back to arrival order <KeyCap>Esc</KeyCap>
          </span>
        )}
      </div>
      {waitingCount > 0 && <HeldLine held={held} waitingCount={waitingCount} />}
    </div>
  );
}

function GroupWords({ item }: { readonly item: ListItem | undefined }) {
  if (item?.kind !== 'group') return null;
  return (
    <>
      <b className="group-head__title">{item.title}</b>
      {studiesText(item.studyCount)}
    </>
  );
}

function HeldLine({ held, waitingCount }: Pick<StickyGroupHeadProps, 'held' | 'waitingCount'>) {
  const isKeyboard = useObservable(held.holder) === 'keyboard';
  return (
    <div className="group-head__note group-head__note--held" role="status">
      <Icon of={Pause} size="small" />
      {isKeyboard ? 'List held while the keyboard is in it.' : 'List held while you point.'}{' '}
      {waitingCount === 1 ? '1 new study waits.' : `${waitingCount} new studies wait.`}
      <KeyCap>Esc</KeyCap>
    </div>
  );
}
