import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { TrustedCertificate } from './TrustedCertificates.tsx';

export interface DistrustDialogProps {
  readonly certificate: TrustedCertificate;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

/** Asks before a certificate goes. The safe button has the focus. */
export function DistrustDialog({ certificate, onClose, onRemove }: DistrustDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Trust ${certificate.label} no longer?`}
      lead="Encrypted connections with it are refused from then on, until its certificate is added again."
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
      <span className="certificate__fingerprint u-mono">{certificate.fingerprint}</span>
    </Dialog>
  );
}
