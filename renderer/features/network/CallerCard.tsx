import { MonitorDot, X } from 'lucide-react';
import type { HeldCallerRow } from '../../../preload/contract/devices.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { callerSinceText, outcomeText, wishParts } from './network-words.ts';

export interface CallerCardProps {
  readonly caller: HeldCallerRow;
  /** The keyboard's card, whose button carries the key. */
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly onAccept: () => void;
  readonly onAcceptWithLimits: () => void;
  readonly onRefuse: () => void;
  readonly onDismiss: () => void;
}

/** Who called without being known: what it wanted, what it is, and what may become of it. */
export function CallerCard(props: CallerCardProps) {
  const { caller, isCurrent, onFocus, onAccept, onAcceptWithLimits, onRefuse, onDismiss } = props;
  const nowMs = useNow('minute');
  return (
    <article
      className={classNames('caller', isCurrent && 'caller--current')}
      aria-label={`${caller.aeTitle} at ${caller.address}`}
      tabIndex={0}
      onFocus={onFocus}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
        event.preventDefault();
        onAccept();
      }}
    >
      <header className="caller__head">
        <Icon of={MonitorDot} />
        <bdi className="caller__title u-mono u-selectable">{caller.aeTitle}</bdi>
        <span className="caller__address u-mono u-selectable">{caller.address}</span>
        <span className="caller__since">{callerSinceText(caller, nowMs)}</span>
        <IconButton
          icon={X}
          className="caller__dismiss"
          label={`Dismiss ${caller.aeTitle} until it is denied something new`}
          onClick={onDismiss}
        />
      </header>
      <div className="caller__body">
        <dl className="caller__facts">
          <dt>Asked for</dt>
          <dd>
            <Wishes caller={caller} /> {outcomeText(caller)}
          </dd>
          <dt>Who it is</dt>
          <dd>
            {caller.implementation === '' ? (
              'Its software does not say what it is.'
            ) : (
              <>
                Its software calls itself “<bdi>{caller.implementation}</bdi>”.
              </>
            )}{' '}
            It called us <bdi className="u-mono">{caller.calledAeTitle}</bdi>.
          </dd>
          {caller.isKnownElsewhere && (
            <dd className="caller__remark">
              <Flag level="check" label="Look at this" /> A device with this AE title is known here. If it has
              moved, change its address below instead.
            </dd>
          )}
        </dl>
        <div className="caller__deeds">
          <Button
            variant={isCurrent ? 'primary' : 'normal'}
            keyCap={isCurrent ? 'Enter' : undefined}
            onClick={onAccept}
          >
            Accept as device
          </Button>
          <Button onClick={onAcceptWithLimits}>Accept with limits…</Button>
          <Button variant="ghost" onClick={onRefuse}>
            Refuse from now on
          </Button>
        </div>
      </div>
    </article>
  );
}

function Wishes({ caller }: { readonly caller: HeldCallerRow }) {
  const parts = wishParts(caller.askedFor);
  if (parts.length === 0) return 'Nothing that is known here.';
  return (
    <>
      {parts.map(({ verb, rest }, index) => (
        <span key={rest}>
          {index === 0 ? 'To ' : index === parts.length - 1 ? ', and to ' : ', to '}
          <b>{verb}</b> {rest}
        </span>
      ))}
      .
    </>
  );
}
