import { useState } from 'react';
import type { CertificatesChanged } from '../../../preload/contract/certificates.ts';
import type { Reply } from '../../../preload/contract/command.ts';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useSaving, type SaveResult } from '../../ui/use-saving.ts';
import { fieldsOf } from './fields-of.ts';
import type { NetworkApi } from './network-store.ts';
import { PemField } from './PemField.tsx';

export interface ImportCertificateDialogProps {
  readonly api: Pick<NetworkApi, 'call'>;
  readonly take: (reply: Reply<CertificatesChanged>) => SaveResult;
  readonly onClose: () => void;
  readonly onImported: () => void;
}

/** Both ways in which PEM says that a key is locked: PKCS #8, and the older header of RFC 1421. */
const LOCKED_KEY = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/;

/** Uses a certificate and key that somebody else has made for this station. */
export function ImportCertificateDialog({ api, take, onClose, onImported }: ImportCertificateDialogProps) {
  const [form, setForm] = useState({ certificate: '', privateKey: '', passphrase: '' });
  const isLocked = LOCKED_KEY.test(form.privateKey);
  const saving = useSaving(async () => {
    const { certificate, privateKey, passphrase } = form;
    const mistakes = [
      ...(certificate.trim() === ''
        ? [{ field: 'certificate', message: 'The certificate is missing.' }]
        : []),
      ...(privateKey.trim() === '' ? [{ field: 'privateKey', message: 'The private key is missing.' }] : []),
    ];
    if (mistakes.length > 0) return { state: 'wrong', mistakes };
    const input = { certificate, privateKey, passphrase: isLocked ? passphrase : null };
    const result = take(await api.call('certificates.import', input));
    if (result.state === 'saved') onImported();
    return result;
  });
  const field = fieldsOf(form, setForm, saving);
  return (
    <FormDialog
      title="Use a certificate from elsewhere"
      lead="A certificate for this station and the private key that belongs to it, as your IT or an authority gave them to you. The key is kept encrypted on this PC."
      saveWord="Use it"
      saving={saving}
      hasField={(name) => name in form && (name !== 'passphrase' || isLocked)}
      onClose={onClose}
    >
      <PemField label="Certificate" kind="CERTIFICATE" isFirst {...field('certificate')} />
      <PemField label="Private key" kind="PRIVATE KEY" {...field('privateKey')} />
      {isLocked && (
        <TextField
          label="Passphrase of the private key"
          type="password"
          autoComplete="new-password"
          isRequired
          {...field('passphrase')}
        />
      )}
    </FormDialog>
  );
}
