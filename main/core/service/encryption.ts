import type { DicomListener, ListenAddress } from '../association/dicom-listener.ts';
import type { ListenProblem } from '../association/listen-problem.ts';
import type { ListenerOptions } from '../association/listener-options.ts';
import type { ScuTls, ListenerTls } from '../association/tls/tls-options.ts';
import type { Certificates } from '../certificates/certificates.ts';
import type { Result } from '../shared/result.ts';

/** Puts certificates to use: on the encrypted port, and where we call stations that want encryption. */
export class Encryption {
  readonly certificates: Certificates;
  readonly #onChanged: () => void;
  #listener: DicomListener | null = null;
  #problem: string | null = null;

  constructor(certificates: Certificates, onChanged: () => void) {
    this.certificates = certificates;
    this.#onChanged = onChanged;
  }

  /** Why the encrypted port is not open, in plain words; null when it is, or is not wanted. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Opens the ports of a listener, which from now on follows what is set. */
  async listen(listener: DicomListener): Promise<Result<ListenAddress, ListenProblem>> {
    this.#listener = listener;
    const listening = await listener.listen();
    this.#problem = listening.ok ? (listening.value.tlsProblem?.message ?? null) : null;
    return listening;
  }

  listenerOptions(options: ListenerOptions): ListenerOptions {
    return { ...options, tls: this.#listenerTls() };
  }

  /** Takes changed certificates or settings into use. */
  async apply(): Promise<void> {
    const configured = await this.#listener?.configure({ tls: this.#listenerTls() });
    this.#problem = configured?.ok === false ? configured.error.message : null;
    this.#onChanged();
  }

  /** Undefined while no encrypted port is wanted. */
  #listenerTls(): ListenerTls | undefined {
    const { settings, identity, trusted } = this.certificates;
    const { port, profile, clientCertificate } = settings;
    return port === null || identity === null
      ? undefined
      : { port, identity, profile, clientCertificate, trusted };
  }

  /** How to call a station; undefined for a plain connection. */
  tlsFor(station: {
    readonly isEncrypted: boolean;
    readonly tlsProfile?: ScuTls['profile'];
  }): ScuTls | undefined {
    if (!station.isEncrypted) return undefined;
    const { identity, trusted } = this.certificates;
    return { profile: station.tlsProfile ?? 'bcp195', trusted, identity: identity ?? undefined };
  }
}
