import { useState } from 'react';
import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useSaving } from '../../ui/use-saving.ts';
import { readForm, toForm, type DeviceForm } from './device-draft.ts';
import { onlyAddress } from './network-words.ts';
import { RightsField } from './RightsField.tsx';

export interface DeviceDialogProps {
  readonly api: Pick<ApiClient, 'call'>;
  /** The device to change; null for a new one. */
  readonly device: DeviceRow | null;
  /** Where the focus begins. */
  readonly field?: keyof DeviceForm | undefined;
  /** How this station is called, unless it is called otherwise for this device. */
  readonly ownAeTitle: string;
  readonly onClose: () => void;
  readonly onSaved: (device: DeviceRow) => void;
}

type TextName = Exclude<keyof DeviceForm, 'rights' | 'isLossyAllowed' | 'asksCommitment'>;

const ENCRYPTIONS = [
  { value: 'none', word: 'Not encrypted' },
  { value: 'bcp195', word: 'TLS, as it is safe today' },
  { value: 'older-devices', word: 'TLS, as older devices speak it' },
];
const REPORT_WAYS = [
  { value: 'either', word: 'Whichever is possible' },
  { value: 'same', word: 'Over the connection that asked' },
  { value: 'new', word: 'Over a new connection' },
];
/** Fields that are folded away; a mistake in one of them, or the focus, opens it. */
const MORE: ReadonlySet<string> = new Set([
  'callingAeTitle',
  'characterSet',
  'maxAssociations',
  'parallelAssociations',
  'transferSyntaxes',
  'commitmentReport',
  'userName',
  'passcode',
]);

/** Adds a device by hand, or changes one. */
export function DeviceDialog({ api, device, field: first, ownAeTitle, onClose, onSaved }: DeviceDialogProps) {
  const [form, setForm] = useState<DeviceForm>(() => toStart(device, first));
  const saving = useSaving(async () => {
    const { draft, mistakes } = readForm(form);
    if (mistakes.length > 0) return { state: 'wrong', mistakes };
    const passcode = form.passcode === '' ? null : form.passcode;
    const reply = await api.call('devices.save', { deviceKey: device?.deviceKey ?? null, draft, passcode });
    if (!reply.ok) return { state: 'failed', message: reply.error.message };
    if (!reply.value.device) return { state: 'wrong', mistakes: reply.value.mistakes };
    onSaved(reply.value.device);
    return { state: 'saved' };
  });

  const change = (part: Partial<DeviceForm>) => {
    setForm((now) => ({ ...now, ...part }));
    saving.forget(Object.keys(part));
  };
  const field = (name: TextName) => ({
    value: form[name],
    autoFocus: name === (first ?? 'name'),
    mistake: saving.mistakeOf(name),
    onValue: (value: string) => {
      change({ [name]: value });
    },
  });
  const isMoreOpen = [first ?? '', ...saving.mistakes.map((mistake) => mistake.field)].some((name) =>
    MORE.has(name),
  );
  return (
    <FormDialog
      title={device ? `Change ${device.name}` : 'Add a device'}
      lead="It counts from its next call on. Nothing has to be started again."
      saveWord={device ? 'Save' : 'Add'}
      saving={saving}
      hasField={(name) => name in form}
      onClose={onClose}
    >
      <div className="device-form__part">
        <TextField label="Name, as people here say it" isRequired maxLength={64} {...field('name')} />
        <TextField label="AE title" isRequired className="u-mono" maxLength={64} {...field('aeTitle')} />
        <TextField
          label="Address at which we call it"
          placeholder="empty: it only calls us"
          className="u-mono"
          maxLength={255}
          {...field('host')}
        />
        <TextField
          label="Port at which it listens"
          inputMode="numeric"
          className="u-mono"
          placeholder="often 104 or 11112"
          {...field('port')}
        />
        <TextField
          label="Addresses from which it may call"
          placeholder={form.host === '' ? 'any address' : 'that address'}
          className="u-mono"
          {...field('addressMask')}
        />
        <SelectField label="Encryption" choices={ENCRYPTIONS} {...field('encryption')} />
      </div>
      <RightsField
        rights={form.rights}
        onRights={(rights) => {
          change({ rights });
        }}
      />
      <details className="device-form__more" open={isMoreOpen || undefined}>
        <summary>More</summary>
        <div className="device-form__part">
          <TextField
            label="We call ourselves there"
            placeholder={ownAeTitle}
            className="u-mono"
            {...field('callingAeTitle')}
          />
          <TextField
            label="Character set, if it does not say one"
            placeholder="such as ISO_IR 192"
            className="u-mono"
            {...field('characterSet')}
          />
          <TextField
            label="Connections that it may open at a time"
            inputMode="numeric"
            placeholder="no limit"
            {...field('maxAssociations')}
          />
          <TextField
            label="Connections for one fetch by it"
            inputMode="numeric"
            {...field('parallelAssociations')}
          />
          <TextField label="User name that it must say" placeholder="none needed" {...field('userName')} />
          <TextField
            label="Passcode"
            type="password"
            autoComplete="new-password"
            placeholder={device?.userName ? 'stays as it is' : ''}
            {...field('passcode')}
          />
          <SelectField
            label="Proof of storage is reported"
            choices={REPORT_WAYS}
            {...field('commitmentReport')}
          />
          <TextField
            label="Transfer syntaxes tried first (UIDs)"
            placeholder="as stored"
            className="u-mono"
            {...field('transferSyntaxes')}
          />
          <label className="check-line field--wide">
            <input
              type="checkbox"
              checked={form.isLossyAllowed}
              onChange={(event) => {
                change({ isLossyAllowed: event.target.checked });
              }}
            />
            It may be sent images that lose detail on the way
          </label>
          <label className="check-line field--wide">
            <input
              type="checkbox"
              checked={form.asksCommitment}
              onChange={(event) => {
                change({ asksCommitment: event.target.checked });
              }}
            />
            Ask it to confirm that it keeps what was sent to it (storage commitment)
          </label>
        </div>
      </details>
    </FormDialog>
  );
}

/** Somebody wants to enter the port of a device that has called from one address: that is most likely where it listens. */
function toStart(device: DeviceRow | null, first: keyof DeviceForm | undefined): DeviceForm {
  const form = toForm(device);
  const address = device && first === 'port' && device.host === '' ? onlyAddress(device) : null;
  return address === null ? form : { ...form, host: address };
}
