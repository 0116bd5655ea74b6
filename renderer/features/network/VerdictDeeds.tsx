import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import { Button } from '../../ui/Button.tsx';
import type { DeviceForm } from './device-draft.ts';

/** Findings that are put right in the form of the device: by which field, and what the button says. */
const REMEDIES: Readonly<Record<string, { readonly field: keyof DeviceForm; readonly word: string }>> = {
  'unknown-host': { field: 'host', word: 'Change the address…' },
  unreachable: { field: 'host', word: 'Change the address…' },
  'connect-timeout': { field: 'host', word: 'Change the address…' },
  refused: { field: 'port', word: 'Change the port…' },
  'speaks-http': { field: 'port', word: 'Change the port…' },
  'speaks-other': { field: 'port', word: 'Change the port…' },
  'speaks-tls': { field: 'encryption', word: 'Switch encryption on…' },
  'speaks-no-tls': { field: 'encryption', word: 'Switch encryption off…' },
  'tls-too-old': { field: 'encryption', word: 'Allow older encryption…' },
  'calling-ae-title': { field: 'callingAeTitle', word: 'We use another name there…' },
  'called-ae-title': { field: 'aeTitle', word: 'Change the AE title…' },
};

export interface VerdictDeedsProps {
  readonly device: DeviceRow;
  readonly report: TestReportView;
  readonly onCopy: (text: string) => void;
  /** Opens the form, with the focus in this field. */
  readonly onEdit: (field: keyof DeviceForm) => void;
}

/** What may be done about a finding. */
export function VerdictDeeds({ device, report, onCopy, onEdit }: VerdictDeedsProps) {
  const { messageForThem, finding } = report;
  const remedy = finding && device.deviceKey !== null ? REMEDIES[finding.kind] : undefined;
  return (
    <>
      {messageForThem !== null && (
        <Button
          variant="primary"
          keyCap="Ctrl C"
          onClick={() => {
            onCopy(messageForThem);
          }}
        >
          Copy message for them
        </Button>
      )}
      {remedy && (
        <Button
          variant={messageForThem === null ? 'primary' : 'normal'}
          onClick={() => {
            onEdit(remedy.field);
          }}
        >
          {remedy.word}
        </Button>
      )}
    </>
  );
}
