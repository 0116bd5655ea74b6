import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { certificateFileName, validityOf, type CertificateFacts as Facts } from './certificate-words.ts';
import { CertificateFacts } from './CertificateFacts.tsx';
import { saveTextFile } from './save-text-file.ts';

export interface OwnCertificateProps {
  /** Null while there is none. */
  readonly own: Facts | null;
  readonly onMake: () => void;
  readonly onImport: () => void;
  readonly onCopy: (pem: string) => void;
}

/** Who this station is on encrypted connections. */
export function OwnCertificate({ own, onMake, onImport, onCopy }: OwnCertificateProps) {
  const nowMs = useNow('minute');
  const makeButtons = (
    <>
      <Button onClick={onMake}>{own === null ? 'Make one…' : 'Make a new one…'}</Button>
      <Button variant="ghost" onClick={onImport}>
        Use one from elsewhere…
      </Button>
    </>
  );
  if (own === null) {
    return (
      <section className="certificate" aria-label="This station">
        <h3>This station</h3>
        <p className="certificate__words">
          It has no certificate yet. One is made here in a second, with a key that stays on this PC. Your IT
          may also give you one.
        </p>
        <div className="certificate__deeds">{makeButtons}</div>
      </section>
    );
  }
  const { level, words } = validityOf(own, nowMs);
  return (
    <section className="certificate" aria-label="This station">
      <h3>This station</h3>
      {level !== 'good' && (
        <Notice level={level} title={`${words}.`}>
          Make a new one and give it to the devices that trust this one. They refuse encrypted connections
          with it once it has expired.
        </Notice>
      )}
      <CertificateFacts facts={own} />
      <div className="certificate__deeds">
        <Button
          onClick={() => {
            saveTextFile(certificateFileName(own.name), own.pem);
          }}
        >
          Save as a file…
        </Button>
        <Button
          variant="ghost"
          onClick={() => {
            onCopy(own.pem);
          }}
        >
          Copy
        </Button>
        <span className="certificate__apart">{makeButtons}</span>
      </div>
      <p className="certificate__words">
        Give the file to whoever looks after the other side: it holds no secret, the key stays here. They
        compare the fingerprint with you over the telephone.
      </p>
    </section>
  );
}
