import { useRef, useState, type KeyboardEvent } from 'react';
import type { HeldCallerRow } from '../../../preload/contract/devices.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { CallerCard } from './CallerCard.tsx';

export interface CallerCardsProps {
  readonly callers: readonly HeldCallerRow[];
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  readonly onAccept: (caller: HeldCallerRow) => void;
  readonly onAcceptWithLimits: (caller: HeldCallerRow) => void;
  readonly onRefuse: (caller: HeldCallerRow) => void;
  readonly onDismiss: (caller: HeldCallerRow) => void;
}

/** The cards of those who wait. Arrow keys walk over them. */
export function CallerCards(props: CallerCardsProps) {
  const { callers, station, onAccept, onAcceptWithLimits, onRefuse, onDismiss } = props;
  const [focused, setFocused] = useState<number | null>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const currentKey = callers.some(({ callerKey }) => callerKey === focused) ? focused : callers[0]?.callerKey;
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
