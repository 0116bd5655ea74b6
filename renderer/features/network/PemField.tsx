import { useId, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Flag } from '../../ui/Flag.tsx';
import { readPemFile } from './certificate-words.ts';

export interface PemFieldProps {
  readonly label: string;
  readonly kind: 'CERTIFICATE' | 'PRIVATE KEY';
  readonly value: string;
  readonly onValue: (pem: string) => void;
  readonly mistake?: string | undefined;
  /** The focus of the dialog begins at it. */
  readonly isFirst?: boolean;
}

/** A certificate or key: pasted as text, or taken from a file. */
export function PemField({ label, kind, value, onValue, mistake, isFirst = false }: PemFieldProps) {
  const id = useId();
  const fileRef = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const wrong = fault ?? mistake;
  const change = (pem: string) => {
    setFault(null);
    onValue(pem);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = await readPemFile(file, kind);
    if (read.ok) change(read.pem);
    else setFault(read.message);
  };
  return (
    <div className={classNames('field', 'field--wide', wrong !== undefined && 'field--wrong')}>
      <div className="pem-field__head">
        <label className="field__label" htmlFor={id}>
          {label}
          <span className="field__needed"> needed</span>
        </label>
        <input
          ref={fileRef}
          type="file"
          accept=".pem,.crt,.cer,.der,.key,.p8,.pfx,.p12"
          className="u-hidden-visually"
          aria-label={`File: ${label}`}
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = ''; // the same file may be chosen again
          }}
        />
        <Button data-first-focus={isFirst || undefined} onClick={() => fileRef.current?.click()}>
          Choose a file…
        </Button>
      </div>
      <textarea
        id={id}
        className="field__input pem-field__text u-mono"
        rows={4}
        maxLength={200_000}
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
        placeholder={`or paste it here, from -----BEGIN ${kind}----- to its end`}
        value={value}
        required
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={wrong === undefined ? undefined : `${id}-mistake`}
        onChange={(event) => {
          change(event.target.value);
        }}
      />
      {wrong !== undefined && (
        <p id={`${id}-mistake`} className="field__mistake">
          <Flag level="critical" sizePx={12} /> {wrong}
        </p>
      )}
    </div>
  );
}
