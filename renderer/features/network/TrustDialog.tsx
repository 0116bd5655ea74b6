import { useState } from 'react';
import type { CertificatesChanged } from '../../../preload/contract/certificates.ts';
import type { Reply } from '../../../preload/contract/command.ts';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useSaving, type SaveResult } from '../../ui/use-saving.ts';
import { fieldsOf } from './fields-of.ts';
import type { NetworkApi } from './network-store.ts';
import { PemField } from './PemField.tsx';

export interface TrustDialogProps {
  readonly api: Pick<NetworkApi, 'call'>;
  readonly take: (reply: Reply<CertificatesChanged>) => SaveResult;
  readonly onClose: () => void;
  readonly onTrusted: () => void;
}

/** Takes the certificate of another station into the list. */
export function TrustDialog({ api, take, onClose, onTrusted }: TrustDialogProps) {
  const [form, setForm] = useState({ certificate: '', label: '' });
  const saving = useSaving(async () => {
    if (form.certificate.trim() === '')
      return {
        state: 'wrong',
        mistakes: [{ field: 'certificate', message: 'The certificate is missing.' }],
      };
    const result = take(await api.call('certificates.trust', form));
    if (result.state === 'saved') onTrusted();
    return result;
  });
  const field = fieldsOf(form, setForm, saving);
  return (
    <FormDialog
      title="Trust a certificate"
      lead="Whoever looks after the other side gives it to you. Compare the fingerprint with them over the telephone once it stands in the list."
      saveWord="Trust it"
      saving={saving}
      hasField={(name) => name in form}
      onClose={onClose}
    >
      <PemField label="Certificate" kind="CERTIFICATE" isFirst {...field('certificate')} />
      <TextField
        label="Name, as people here say it"
        maxLength={64}
        placeholder="the name that stands in it"
        {...field('label')}
      />
    </FormDialog>
  );
}
