import type { DeviceRow } from '../../../preload/contract/devices.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

export interface RemoveDialogProps {
  readonly device: DeviceRow;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

/** Asks before a device goes. The safe button has the focus. */
export function RemoveDialog({ device, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${device.name}?`}
      lead="Its images stay. When it calls again, it is an unknown caller and gets a card here. What is set for it is lost."
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
      <span className="u-mono">{device.aeTitle}</span>
    </Dialog>
  );
}
