import { useState } from 'react';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import type { EncryptedPort } from './certificate-words.ts';
import { EncryptedPortForm } from './EncryptedPortForm.tsx';
import { ImportCertificateDialog } from './ImportCertificateDialog.tsx';
import { MakeCertificateDialog } from './MakeCertificateDialog.tsx';
import type { NetworkApi } from './network-store.ts';
import { OwnCertificate } from './OwnCertificate.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { TrustDialog } from './TrustDialog.tsx';
import { TrustedCertificates, type TrustedCertificate } from './TrustedCertificates.tsx';
import { useCertificates, type Certificates } from './use-certificates.ts';

export interface CertificatesDialogProps {
  readonly api: NetworkApi;
  /** Null until the core has answered. */
  readonly station: StationInfo | null;
  readonly onClose: () => void;
  readonly onCopy: (pem: string) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
}

type Over =
  | { readonly kind: 'make' | 'import' | 'trust' }
  | { readonly kind: 'distrust'; readonly certificate: TrustedCertificate };

/** Encrypted connections: who we are, whom we trust, and whether we may be called so. */
export function CertificatesDialog({ api, station, onClose, onCopy, onSay }: CertificatesDialogProps) {
  const { list, failure, take } = useCertificates(api);
  const [over, setOver] = useState<Over | null>(null);
  const leave = () => {
    setOver(null);
  };
  const savePort = async (to: EncryptedPort) => {
    const reply = await api.call('certificates.setPort', to);
    const result = take(reply);
    if (reply.ok && reply.value.list.problem === null) onSay({ level: 'good', text: portText(to.port) });
    return result;
  };
  const distrust = async ({ certificateKey, label }: TrustedCertificate) => {
    const result = take(await api.call('certificates.distrust', { certificateKey }));
    onSay(
      result.state === 'failed'
        ? { level: 'repeat', text: result.message }
        : { level: 'info', text: `${label} is not trusted any more.` },
    );
  };
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title="Certificates"
      lead="For encrypted connections, on which nobody between can read or change images. Each side shows a certificate: the other side has to know it."
    >
      {failure !== null && (
        <Notice level="repeat" title="Certificates cannot be shown.">
          {failure}
        </Notice>
      )}
      {list === null
        ? failure === null && <LoadingFrame words="Asking for certificates" rowCount={6} />
        : null}
      {list !== null && (
        <div className="certificates">
          <OwnCertificate
            own={list.own}
            onCopy={onCopy}
            onMake={() => {
              setOver({ kind: 'make' });
            }}
            onImport={() => {
              setOver({ kind: 'import' });
            }}
          />
          {/* What was set elsewhere replaces what stands in the form. */}
          <EncryptedPortForm
            key={JSON.stringify(list.encryptedPort)}
            port={list.encryptedPort}
            problem={list.problem}
            onSave={savePort}
          />
          <TrustedCertificates
            trusted={list.trusted}
            onAdd={() => {
              setOver({ kind: 'trust' });
            }}
            onRemove={(certificate) => {
              setOver({ kind: 'distrust', certificate });
            }}
          />
        </div>
      )}
      <OverList
        api={api}
        station={station}
        over={over}
        replacesOne={list !== null && list.own !== null}
        take={take}
        onClose={leave}
        onDone={(text) => {
          leave();
          onSay({ level: 'good', text });
        }}
        onDistrust={(certificate) => {
          leave();
          void distrust(certificate);
        }}
      />
    </Dialog>
  );
}

interface OverListProps extends Pick<CertificatesDialogProps, 'api' | 'station' | 'onClose'> {
  readonly over: Over | null;
  readonly replacesOne: boolean;
  readonly take: Certificates['take'];
  /** @param text what is said then */
  readonly onDone: (text: string) => void;
  readonly onDistrust: (certificate: TrustedCertificate) => void;
}

/** The forms and the question that lie over the list. */
function OverList(props: OverListProps) {
  const { api, station, over, replacesOne, take, onClose, onDone, onDistrust } = props;
  switch (over?.kind) {
    case 'make':
      return (
        <MakeCertificateDialog
          api={api}
          aeTitle={station?.aeTitle ?? ''}
          addresses={station?.addresses ?? []}
          replacesOne={replacesOne}
          take={take}
          onClose={onClose}
          onMade={() => {
            onDone('The certificate is made and in use. Save it as a file for the other side.');
          }}
        />
      );
    case 'import':
      return (
        <ImportCertificateDialog
          api={api}
          take={take}
          onClose={onClose}
          onImported={() => {
            onDone('The certificate is in use.');
          }}
        />
      );
    case 'trust':
      return (
        <TrustDialog
          api={api}
          take={take}
          onClose={onClose}
          onTrusted={() => {
            onDone('The certificate is trusted. Compare its fingerprint with the other side.');
          }}
        />
      );
    case 'distrust':
      return (
        <RemoveDialog
          title={`Trust ${over.certificate.label} no longer?`}
          lead="Encrypted connections with it are refused from then on, until its certificate is added again."
          mark={over.certificate.fingerprint}
          onClose={onClose}
          onRemove={() => {
            onDistrust(over.certificate);
          }}
        />
      );
    case undefined:
      return null;
  }
}

function portText(port: number | null): string {
  return port === null
    ? 'Encrypted calls are switched off. Plain calls go on.'
    : `Devices may call over TLS at port ${port}.`;
}
