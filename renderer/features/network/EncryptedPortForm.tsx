import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/Button.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { SaveResult } from '../../ui/use-saving.ts';
import { useSaving } from '../../ui/use-saving.ts';
import { CLIENT_CERTIFICATES, PROFILES, type EncryptedPort } from './certificate-words.ts';

export interface EncryptedPortFormProps {
  readonly port: EncryptedPort;
  /** Why it is not open; null when it is, or is not wanted. */
  readonly problem: string | null;
  readonly onSave: (port: EncryptedPort) => Promise<SaveResult>;
}

/** The port that is registered for DICOM over TLS, PS3.8 section 9.1.1. */
const REGISTERED_PORT = '2762';

/** Whether others may call over an encrypted connection, where and how. Plain calls go on beside it. */
export function EncryptedPortForm({ port: now, problem, onSave }: EncryptedPortFormProps) {
  const [isWanted, setWanted] = useState(now.port !== null);
  const [port, setPort] = useState(now.port === null ? REGISTERED_PORT : String(now.port));
  const [profile, setProfile] = useState(now.profile);
  const [clientCertificate, setClientCertificate] = useState(now.clientCertificate);
  const { formRef, isSaving, failure, save, mistakeOf, forget } = useSaving(async () => {
    const number = /^\d{1,5}$/.test(port.trim()) ? Number(port) : 0;
    if (isWanted && (number < 1 || number > 65_535))
      return { state: 'wrong', mistakes: [{ field: 'port', message: 'A port is 1 to 65535.' }] };
    return onSave({ port: isWanted ? number : null, profile, clientCertificate });
  });
  const isChanged =
    isWanted !== (now.port !== null) ||
    (isWanted && port.trim() !== String(now.port)) ||
    profile !== now.profile ||
    clientCertificate !== now.clientCertificate;
  return (
    <section className="certificate" aria-label="Encrypted calls">
      <h3>Encrypted calls</h3>
      {failure !== null && (
        <Notice level="repeat" title="This was not saved.">
          {failure}
        </Notice>
      )}
      <form
        noValidate
        ref={formRef}
        className="encrypted-port"
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          if (isChanged) save();
        }}
      >
        <label className="check-line">
          <input
            type="checkbox"
            checked={isWanted}
            onChange={(event) => {
              setWanted(event.target.checked);
              forget(['port']);
            }}
          />
          Devices may call us over an encrypted connection (TLS)
        </label>
        <PortState port={now.port} problem={problem} />
        {isWanted && (
          <div className="device-form__part">
            <TextField
              label={`Port; ${REGISTERED_PORT} is usual`}
              inputMode="numeric"
              className="u-mono"
              maxLength={5}
              value={port}
              mistake={mistakeOf('port')}
              onValue={(next) => {
                setPort(next);
                forget(['port']);
              }}
            />
            <SelectField
              label="Encryption"
              choices={PROFILES}
              value={profile}
              onValue={(value) => {
                setProfile(PROFILES.find((each) => each.value === value)?.value ?? 'bcp195');
              }}
            />
            <SelectField
              label="Devices that call"
              choices={CLIENT_CERTIFICATES}
              value={clientCertificate}
              onValue={(value) => {
                setClientCertificate(
                  CLIENT_CERTIFICATES.find((each) => each.value === value)?.value ?? 'ignored',
                );
              }}
            />
          </div>
        )}
        <div className="certificate__deeds">
          <Button
            variant="primary"
            type="submit"
            busyText={isSaving ? 'Saving' : undefined}
            disabledReason={isChanged ? undefined : 'Nothing was changed here.'}
          >
            {saveWord(isWanted, now.port !== null)}
          </Button>
        </div>
      </form>
    </section>
  );
}

function saveWord(isWanted: boolean, isOn: boolean): string {
  if (isWanted === isOn) return 'Save';
  return isWanted ? 'Switch on' : 'Switch off';
}

function PortState({ port, problem }: { readonly port: number | null; readonly problem: string | null }) {
  if (problem !== null) {
    return (
      <Notice level="repeat" title="The encrypted port is not open.">
        {problem} Plain calls are not affected.
      </Notice>
    );
  }
  if (port === null) return null;
  return (
    <p className="certificate__validity" role="status">
      <Flag level="good" />
      <span>
        Open at port <span className="u-mono">{port}</span>, beside the plain one.
      </span>
    </p>
  );
}
