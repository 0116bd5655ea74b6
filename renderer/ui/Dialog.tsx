import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { KeyCap } from './KeyCap.tsx';
import './dialog.css';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A question or a deed. */
  readonly title: string;
  readonly lead?: string | undefined;
  /** `wide` holds a form with columns or a table. */
  readonly size?: 'normal' | 'wide';
  /** Buttons that stay in sight below what scrolls. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/**
 * `Esc` always leaves; the focus goes back to where it came from. It begins at `data-first-focus`, which also holds in a dialog
 * over a dialog, where the lower one takes back what `autoFocus` gives.
 */
export function Dialog({ isOpen, onClose, title, lead, size = 'normal', foot, children }: DialogProps) {
  return (
    <RadixDialog.Root
      open={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="dialog__scrim" />
        <RadixDialog.Content
          className={classNames('dialog', size === 'wide' && 'dialog--wide')}
          onOpenAutoFocus={focusFirst}
          {...(lead === undefined && { 'aria-describedby': undefined })}
        >
          <header className="dialog__head">
            <RadixDialog.Title className="dialog__title">{title}</RadixDialog.Title>
            <RadixDialog.Close className="dialog__close">
              Close <KeyCap>Esc</KeyCap>
            </RadixDialog.Close>
          </header>
          {lead !== undefined && (
            <RadixDialog.Description className="dialog__lead">{lead}</RadixDialog.Description>
          )}
          <div className="dialog__body">{children}</div>
          {foot !== undefined && <footer className="dialog__foot">{foot}</footer>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function focusFirst(event: Event): void {
  const content = event.currentTarget as HTMLElement; // of the dialog
  const first = content.querySelector<HTMLElement>('[data-first-focus]');
  if (!first) return;
  event.preventDefault();
  first.focus();
}
