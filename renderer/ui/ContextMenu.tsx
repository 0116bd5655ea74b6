import { ContextMenu as RadixMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { KeyCap } from './KeyCap.tsx';
import './menu.css';

export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly keyCap?: string | undefined;
      readonly isOff?: boolean | undefined;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'line' };

export interface ContextMenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly onOpenChange?: (isOpen: boolean) => void;
  /** The element that the menu belongs to. */
  readonly children: ReactElement;
}

/** Right click, the menu key or Shift F10 on the child opens it; every line shows its key. */
export function ContextMenu({ label, entries, onOpenChange, children }: ContextMenuProps) {
  return (
    <RadixMenu.Root {...(onOpenChange && { onOpenChange })}>
      <RadixMenu.Trigger asChild>{children}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content className="menu" aria-label={label} collisionPadding={8}>
          {entries.map((entry, index) =>
            entry.kind === 'line' ? (
              <RadixMenu.Separator key={index} className="menu__line" />
            ) : (
              <RadixMenu.Item
                key={index}
                className="menu__item"
                disabled={entry.isOff ?? false}
                onSelect={entry.onSelect}
              >
                {entry.label}
                {entry.keyCap !== undefined && <KeyCap>{entry.keyCap}</KeyCap>}
              </RadixMenu.Item>
            ),
          )}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}
