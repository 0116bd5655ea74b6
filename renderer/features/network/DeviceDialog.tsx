import { useCallback, useRef, useState, type SyntheticEvent } from 'react';
import type { DeviceRow } from '../../../preload/contract/devices.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { readForm, toForm, type DeviceForm, type FieldMistake } from './device-draft.ts';
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

type TextName = Exclude<keyof DeviceForm, 'rights' | 'isLossyAllowed'>;

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

/** Adds a device by hand, or changes one. What is wrong stands at its field; nothing is lost until it is right. */
export function DeviceDialog({ api, device, field: first, ownAeTitle, onClose, onSaved }: DeviceDialogProps) {
  const [form, setForm] = useState<DeviceForm>(() => toStart(device, first));
  const [mistakes, setMistakes] = useState<readonly FieldMistake[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const formRef = useRef<HTMLFormElement | null>(null);
  const focusWrong = () =>
    requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  const attachForm = useCallback(
    (element: HTMLFormElement | null) => {
      formRef.current = element;
      element?.querySelector<HTMLElement>(`[data-field=${first ?? 'name'}] :is(input, select)`)?.focus();
    },
    [first],
  );

  const save = async () => {
    if (isSaving) return;
    const { draft, mistakes: own } = readForm(form);
    setMistakes(own);
    setFailure(null);
    if (own.length > 0) {
      focusWrong();
      return;
    }
    setSaving(true);
    const passcode = form.passcode === '' ? null : form.passcode;
    const reply = await api.call('devices.save', { deviceKey: device?.deviceKey ?? null, draft, passcode });
    setSaving(false);
    if (!reply.ok) setFailure(reply.error.message);
    else if (reply.value.device) onSaved(reply.value.device);
    else {
      setMistakes(reply.value.mistakes);
      focusWrong();
    }
  };
  useWindowKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      void save();
    }
  });

  const change = (part: Partial<DeviceForm>) => {
    setForm((now) => ({ ...now, ...part }));
    setMistakes((now) => now.filter(({ field }) => !(field in part)));
  };
  const field = (name: TextName) => ({
    value: form[name],
    mistake: mistakes.find((mistake) => mistake.field === name)?.message,
    onValue: (value: string) => {
      change({ [name]: value });
    },
  });
  const isMoreOpen = [first ?? '', ...mistakes.map((mistake) => mistake.field)].some((name) =>
    MORE.has(name),
  );
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title={device ? `Change ${device.name}` : 'Add a device'}
      lead="It counts from its next call on. Nothing has to be started again."
      foot={
        <>
          <Button variant="ghost" keyCap="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            keyCap="Ctrl S"
            busyText={isSaving ? 'Saving' : undefined}
            onClick={() => void save()}
          >
            {device ? 'Save' : 'Add'}
          </Button>
        </>
      }
    >
      <form
        noValidate
        ref={attachForm}
        className="device-form"
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          void save();
        }}
      >
        {failure !== null && (
          <Notice level="repeat" title="This was not saved.">
            {failure}
          </Notice>
        )}
        {mistakes
          .filter((mistake) => !(mistake.field in form))
          .map(({ message }) => (
            <Notice key={message} level="check" title={message} />
          ))}
        <div className="device-form__part">
          <div data-field="name">
            <TextField label="Name, as people here say it" isRequired maxLength={64} {...field('name')} />
          </div>
          <div data-field="aeTitle">
            <TextField label="AE title" isRequired className="u-mono" maxLength={64} {...field('aeTitle')} />
          </div>
          <div data-field="host">
            <TextField
              label="Address at which we call it"
              placeholder="empty: it only calls us"
              className="u-mono"
              maxLength={255}
              {...field('host')}
            />
          </div>
          <div data-field="port">
            <TextField
              label="Port at which it listens"
              inputMode="numeric"
              className="u-mono"
              placeholder="often 104 or 11112"
              {...field('port')}
            />
          </div>
          <TextField
            label="Addresses from which it may call"
            placeholder={form.host === '' ? 'any address' : 'that address'}
            className="u-mono"
            {...field('addressMask')}
          />
          <div data-field="encryption">
            <SelectField label="Encryption" choices={ENCRYPTIONS} {...field('encryption')} />
          </div>
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
            <div data-field="callingAeTitle">
              <TextField
                label="We call ourselves there"
                placeholder={ownAeTitle}
                className="u-mono"
                {...field('callingAeTitle')}
              />
            </div>
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
          </div>
        </details>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

/** Somebody wants to enter the port of a device that has called from one address: that is most likely where it listens. */
function toStart(device: DeviceRow | null, first: keyof DeviceForm | undefined): DeviceForm {
  const form = toForm(device);
  const address = device && first === 'port' && device.host === '' ? onlyAddress(device) : null;
  return address === null ? form : { ...form, host: address };
}
