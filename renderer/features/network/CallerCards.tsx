import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { HeldCallerRow } from '../../../preload/contract/devices.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { Button } from '../../ui/Button.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { CallerCard } from './CallerCard.tsx';
import { inReadingOrder } from './network-words.ts';

export interface CallerCardsProps {
  readonly callers: readonly HeldCallerRow[];
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  readonly onAccept: (caller: HeldCallerRow) => void;
  readonly onAcceptWithLimits: (caller: HeldCallerRow) => void;
  readonly onRefuse: (caller: HeldCallerRow) => void;
  readonly onDismiss: (caller: HeldCallerRow) => void;
}

/** More would push the known devices out of sight. */
const CARDS_SHOWN = { wide: 3, narrow: 2 };

/** The cards of those who wait. Arrow keys walk over them; when one is dealt with, the focus goes to the next. */
export function CallerCards(props: CallerCardsProps) {
  const { station, onAccept, onAcceptWithLimits, onRefuse, onDismiss } = props;
  const [focused, setFocused] = useState<number | null>(null);
  const [areAllShown, showAll] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 1399px)');
  const listRef = useRef<HTMLDivElement>(null);
  const ordered = inReadingOrder(props.callers);
  const callers = areAllShown ? ordered : ordered.slice(0, isNarrow ? CARDS_SHOWN.narrow : CARDS_SHOWN.wide);
  const currentKey = callers.some(({ callerKey }) => callerKey === focused) ? focused : callers[0]?.callerKey;
  const isFocusLost = focused !== null && focused !== currentKey;
  useEffect(() => {
    if (isFocusLost && document.activeElement === document.body)
      listRef.current?.querySelector<HTMLElement>('.caller')?.focus();
  }, [isFocusLost]);
  if (callers.length === 0) return <NobodyWaits station={station} />;
  return (
    <div className="callers" ref={listRef} onKeyDown={walk}>
      {callers.map((caller) => (
        <CallerCard
          key={caller.callerKey}
          caller={caller}
          isCurrent={caller.callerKey === currentKey}
          onFocus={() => {
            setFocused(caller.callerKey);
          }}
          onAccept={() => {
            onAccept(caller);
          }}
          onAcceptWithLimits={() => {
            onAcceptWithLimits(caller);
          }}
          onRefuse={() => {
            onRefuse(caller);
          }}
          onDismiss={() => {
            onDismiss(caller);
          }}
        />
      ))}
      {ordered.length > callers.length && (
        <Button
          onClick={() => {
            showAll(true);
          }}
        >
          Show all {ordered.length}
        </Button>
      )}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('.caller')];
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  cards[here + by]?.focus();
  event.preventDefault();
}

function NobodyWaits({ station }: { readonly station: StationInfo | null }) {
  return (
    <p className="network__empty">
      Nobody waits. A device that is not known here gets a card when it calls.
      {station && (
        <>
          {' '}
          Enter on it <bdi className="u-mono u-selectable">{station.aeTitle}</bdi>
          {station.addresses[0] !== undefined && (
            <>
              {' '}
              at <span className="u-mono u-selectable">{station.addresses[0]}</span>
            </>
          )}
          , port <span className="u-mono u-selectable">{station.dicomPort}</span>, and let it call.
        </>
      )}
    </p>
  );
}
