import type { Socket } from 'node:net';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import type { ConnectionSecurity } from './association-host.ts';

/** How a connection that was taken is secured. */
export function toSecurity(socket: Socket): ConnectionSecurity {
  if (!(socket instanceof TLSSocket)) return { isEncrypted: false, certificateName: null };
  // A caller without a certificate has an empty one.
  const { subject }: Partial<PeerCertificate> = socket.authorized ? socket.getPeerCertificate() : {};
  return { isEncrypted: true, certificateName: [subject?.CN ?? []].flat()[0] ?? null };
}
