import type { CallerRules, DeviceRow, HeldCallerRow } from '../../../preload/contract/devices.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { AcceptDialog } from './AcceptDialog.tsx';
import { AddressesDialog } from './AddressesDialog.tsx';
import { CertificatesDialog } from './CertificatesDialog.tsx';
import { ConformanceDialog } from './ConformanceDialog.tsx';
import { DeviceDialog } from './DeviceDialog.tsx';
import type { DeviceForm } from './device-draft.ts';
import type { NetworkActions } from './network-actions.ts';
import type { NetworkApi, NetworkStore } from './network-store.ts';
import { RemoveDialog } from './RemoveDialog.tsx';

export type OpenDialog =
  | {
      readonly kind: 'device';
      readonly device: DeviceRow | null;
      readonly field?: keyof DeviceForm | undefined;
    }
  | { readonly kind: 'remove'; readonly device: DeviceRow }
  | { readonly kind: 'accept'; readonly caller: HeldCallerRow }
  | { readonly kind: 'addresses' | 'conformance' | 'certificates' };

export interface PageDialogsProps {
  readonly api: NetworkApi;
  readonly store: NetworkStore;
  readonly actions: NetworkActions;
  readonly open: OpenDialog | null;
  readonly rules: CallerRules | null;
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  readonly onClose: () => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  /** A device was added or changed. */
  readonly onSaved: (device: DeviceRow, before: DeviceRow | null) => void;
}

/** What lies over the page. */
export function PageDialogs(props: PageDialogsProps) {
  const { api, store, actions, open, rules, station, onClose, onSay, onSaved } = props;
  switch (open?.kind) {
    case 'device':
      return (
        <DeviceDialog
          api={api}
          device={open.device}
          field={open.field}
          ownAeTitle={station?.aeTitle ?? ''}
          onClose={onClose}
          onSaved={(device) => {
            onClose();
            onSaved(device, open.device);
          }}
        />
      );
    case 'remove':
      return (
        <RemoveDialog
          title={`Remove ${open.device.name}?`}
          lead="Its images stay. When it calls again, it is an unknown caller and gets a card here. What is set for it is lost."
          mark={open.device.aeTitle}
          onClose={onClose}
          onRemove={() => {
            onClose();
            void actions.remove(open.device);
          }}
        />
      );
    case 'accept':
      return (
        <AcceptDialog
          caller={open.caller}
          onClose={onClose}
          onAccept={(name, rights) => {
            onClose();
            void actions.accept(open.caller, { name, rights });
          }}
        />
      );
    case 'addresses':
      return (
        rules && (
          <AddressesDialog
            api={api}
            rules={rules}
            onClose={onClose}
            onSaved={() => {
              onClose();
              store.askAgain();
            }}
          />
        )
      );
    case 'conformance':
      return (
        <ConformanceDialog
          api={api}
          onClose={onClose}
          onCopy={(markdown) => void actions.copy(markdown, 'The conformance statement is copied.')}
        />
      );
    case 'certificates':
      return (
        <CertificatesDialog
          api={api}
          station={station}
          onClose={onClose}
          onCopy={(pem) => void actions.copy(pem, 'The certificate is copied. Paste it into a mail to them.')}
          onSay={onSay}
        />
      );
    case undefined:
      return null;
  }
}
