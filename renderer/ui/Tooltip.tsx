import { Tooltip as RadixTooltip } from 'radix-ui';
import type { ReactElement } from 'react';
import { KeyCap } from './KeyCap.tsx';
import './tooltip.css';

export interface TooltipProps {
  readonly text: string;
  readonly keyCap?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and passes its props on to the DOM. */
  readonly children: ReactElement;
}

/** Says more on pointing and on focus; never the only place where something stands. */
export function Tooltip({ text, keyCap, side = 'bottom', children }: TooltipProps) {
  return (
    <RadixTooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <RadixTooltip.Root>
        <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
        <RadixTooltip.Portal>
          <RadixTooltip.Content className="tooltip" side={side} sideOffset={4} collisionPadding={8}>
            <bdi>{text}</bdi>
            {keyCap !== undefined && <KeyCap>{keyCap}</KeyCap>}
          </RadixTooltip.Content>
        </RadixTooltip.Portal>
      </RadixTooltip.Root>
    </RadixTooltip.Provider>
  );
}
