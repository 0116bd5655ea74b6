import {
  connectAssociation,
  type AssociationError,
  type ScuAssociation,
} from '../association/connect-association.ts';
import type { ScuTls } from '../association/tls/tls-options.ts';
import type { CommitmentReportWay } from '../catalog/station-devices-model.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from '../dicom/transfer-syntax.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import type { Result } from '../shared/result.ts';
import { COMMITMENT_SOP_CLASS } from './commitment-data-sets.ts';

/** A station that takes reports, or that is asked to confirm. */
export interface CommitmentPartner {
  readonly name: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  /** By which AE title we call it; empty for the station's own. */
  readonly callingAeTitle: string;
  readonly isEncrypted: boolean;
  readonly commitmentReport: CommitmentReportWay;
}

export interface CallingParts {
  /** Undefined for a plain connection. */
  readonly tlsFor: (partner: CommitmentPartner) => ScuTls | undefined;
  /** AE title of this station, as it is called now. */
  readonly aeTitle: () => string;
}

/**
 * Opens an association for storage commitment.
 *
 * @param role `scu` asks for a commitment, `scp` brings a report
 * @param services take what comes back over it
 */
export function callPartner(
  partner: CommitmentPartner,
  parts: CallingParts,
  role: 'scu' | 'scp',
  services: readonly DimseService[] = [],
): Promise<Result<ScuAssociation, AssociationError>> {
  return connectAssociation({
    host: partner.host,
    port: partner.port,
    callingAeTitle: partner.callingAeTitle || parts.aeTitle(),
    calledAeTitle: partner.aeTitle,
    contexts: [
      {
        sopClassUid: COMMITMENT_SOP_CLASS,
        transferSyntaxUids: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
        role,
      },
    ],
    services,
    tls: parts.tlsFor(partner),
  });
}
