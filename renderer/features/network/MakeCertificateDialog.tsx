import { useState } from 'react';
import type { CertificatesChanged } from '../../../preload/contract/certificates.ts';
import type { Reply } from '../../../preload/contract/command.ts';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useSaving, type FieldMistake, type SaveResult } from '../../ui/use-saving.ts';
import { fieldsOf } from './fields-of.ts';
import type { NetworkApi } from './network-store.ts';

export interface MakeCertificateDialogProps {
  readonly api: Pick<NetworkApi, 'call'>;
  /** How this station is called by others. */
  readonly aeTitle: string;
  /** At which addresses. */
  readonly addresses: readonly string[];
  /** Others may trust the one that is there now. */
  readonly replacesOne: boolean;
  readonly take: (reply: Reply<CertificatesChanged>) => SaveResult;
  readonly onClose: () => void;
  readonly onMade: () => void;
}

/** Makes a key and a certificate of this station. */
export function MakeCertificateDialog(props: MakeCertificateDialogProps) {
  const { api, aeTitle, addresses, replacesOne, take, onClose, onMade } = props;
  const [form, setForm] = useState({ commonName: aeTitle, hosts: addresses.join(', '), validYears: '10' });
  const saving = useSaving(async () => {
    const hosts = form.hosts.split(/[\s,;]+/).filter((host) => host !== '');
    const mistakes = findMistakes(form, hosts);
    if (mistakes.length > 0) return { state: 'wrong', mistakes };
    const order = { commonName: form.commonName.trim(), hosts, validYears: Number(form.validYears) };
    const result = take(await api.call('certificates.make', order));
    if (result.state === 'saved') onMade();
    return result;
  });
  const field = fieldsOf(form, setForm, saving);
  return (
    <FormDialog
      title={replacesOne ? 'Make a new certificate' : 'Make a certificate'}
      lead={
        replacesOne
          ? 'It takes the place of the one that is there. Devices that trust the old one have to be given the new one.'
          : 'It says who this station is. The key that belongs to it stays on this PC.'
      }
      saveWord="Make it"
      saving={saving}
      hasField={(name) => name in form}
      onClose={onClose}
    >
      <div className="device-form__part">
        <TextField
          label="Name of this station"
          isRequired
          data-first-focus
          maxLength={64}
          {...field('commonName')}
        />
        <TextField
          label="Years that it is valid"
          inputMode="numeric"
          maxLength={2}
          {...field('validYears')}
        />
        <TextField
          label="Names and addresses at which devices call this PC, with commas between them"
          isWide
          className="u-mono"
          placeholder="such as 192.168.1.20, bucky.clinic.example"
          {...field('hosts')}
        />
      </div>
    </FormDialog>
  );
}

function findMistakes(
  { commonName, validYears }: { readonly commonName: string; readonly validYears: string },
  hosts: readonly string[],
): readonly FieldMistake[] {
  const years = /^\d{1,2}$/.test(validYears.trim()) ? Number(validYears) : 0;
  return [
    ...(commonName.trim() === '' ? [{ field: 'commonName', message: 'Give it a name.' }] : []),
    ...(years < 1 || years > 30 ? [{ field: 'validYears', message: 'Enter 1 to 30 years.' }] : []),
    ...(hosts.length > 20 ? [{ field: 'hosts', message: 'Enter at most 20.' }] : []),
    ...hosts
      .filter((host) => host.length > 253 || !/^[A-Za-z0-9.:_*-]+$/.test(host))
      .slice(0, 1)
      .map((host) => ({ field: 'hosts', message: `“${host}” is no name or address of a computer.` })),
  ];
}
