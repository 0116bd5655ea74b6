import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

export interface RemoveDialogProps {
  /** The question: "Remove CT 1?". */
  readonly title: string;
  /** What follows from it. */
  readonly lead: string;
  /** AE title or fingerprint, by which it is told from others. */
  readonly mark: string;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

/** Asks before a device or a certificate goes. The safe button has the focus. */
export function RemoveDialog({ title, lead, mark, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      lead={lead}
      foot={
        <>
          <Button data-first-focus keyCap="Esc" onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" onClick={onRemove}>
            Remove it
          </Button>
        </>
      }
    >
      <span className="u-mono remove-dialog__mark">{mark}</span>
    </Dialog>
  );
}
