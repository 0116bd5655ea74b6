import type { ScuTls, ListenerTls } from '../association/tls/tls-options.ts';
import type { Certificates } from '../certificates/certificates.ts';
import type { Result } from '../shared/result.ts';

/** What listens, and can be told to listen in another way. */
export interface EncryptedListener {
  configure(changes: {
    readonly tls: ListenerTls | undefined;
  }): Promise<Result<null, { readonly message: string }>>;
}

/** Puts certificates to use: on the encrypted port, and where we call stations that want encryption. */
export class Encryption {
  readonly certificates: Certificates;
  readonly #onChanged: () => void;
  #listener: EncryptedListener | null = null;
  #problem: string | null = null;

  constructor(certificates: Certificates, onChanged: () => void) {
    this.certificates = certificates;
    this.#onChanged = onChanged;
  }

  /** Why the encrypted port is not open, in plain words; null when it is, or is not wanted. */
  get problem(): string | null {
    return this.#problem;
  }

  /** From now on the listener follows what is set. @param problem why its encrypted port could not be opened */
  attach(listener: EncryptedListener, problem: string | null): void {
    this.#listener = listener;
    this.#problem = problem;
  }

  /** Takes changed certificates or settings into use. */
  async apply(): Promise<void> {
    const configured = await this.#listener?.configure({ tls: this.listenerTls() });
    this.#problem = configured?.ok === false ? configured.error.message : null;
    this.#onChanged();
  }

  /** Undefined while no encrypted port is wanted. */
  listenerTls(): ListenerTls | undefined {
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
