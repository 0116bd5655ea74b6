import type { CertificateList } from '../../../preload/contract/certificates.ts';
import { Button } from '../../ui/Button.tsx';
import { CertificateFacts } from './CertificateFacts.tsx';

export type TrustedCertificate = CertificateList['trusted'][number];

export interface TrustedCertificatesProps {
  readonly trusted: readonly TrustedCertificate[];
  readonly onAdd: () => void;
  readonly onRemove: (certificate: TrustedCertificate) => void;
}

/** Others whose certificate is known here. */
export function TrustedCertificates({ trusted, onAdd, onRemove }: TrustedCertificatesProps) {
  return (
    <section className="certificate" aria-label="Trusted here">
      <div className="certificate__head">
        <h3>
          Trusted here {trusted.length > 0 && <span className="network__part-beside">{trusted.length}</span>}
        </h3>
        <Button onClick={onAdd}>Add a certificate…</Button>
      </div>
      {trusted.length === 0 ? (
        <p className="certificate__words">
          None yet. Add the certificate of each device that we call over an encrypted connection, or that has
          to show one when it calls. That of the authority which signed them serves for all of its devices.
        </p>
      ) : (
        <ul className="certificate__list">
          {trusted.map((each) => (
            <li key={each.certificateKey} className="certificate__entry">
              <div className="certificate__head">
                <h4 className="u-ellipsis">
                  <bdi>{each.label}</bdi>
                </h4>
                <Button
                  variant="ghost"
                  aria-label={`Remove ${each.label}…`}
                  onClick={() => {
                    onRemove(each);
                  }}
                >
                  Remove…
                </Button>
              </div>
              <CertificateFacts facts={each} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
