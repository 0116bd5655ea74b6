import { Flag } from '../../ui/Flag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { validityOf, type CertificateFacts as Facts } from './certificate-words.ts';

export interface CertificateFactsProps {
  readonly facts: Facts;
}

/** Who a certificate stands for, until when, and what both sides compare over the telephone. */
export function CertificateFacts({ facts }: CertificateFactsProps) {
  const { level, words } = validityOf(facts, useNow('minute'));
  return (
    <dl className="certificate__facts">
      <dt>Made for</dt>
      <dd>
        <bdi className="u-selectable">{[facts.name, ...facts.hosts].join(', ')}</bdi>
      </dd>
      <dt>Validity</dt>
      <dd className="certificate__validity">
        {level !== 'good' && <Flag level={level} />}
        {words}
      </dd>
      <dt>Fingerprint</dt>
      <dd className="certificate__fingerprint u-mono u-selectable">{facts.fingerprint}</dd>
    </dl>
  );
}
