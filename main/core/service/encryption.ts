import type { DicomListener, ListenAddress } from '../association/dicom-listener.ts';
import type { ListenProblem } from '../association/listen-problem.ts';
import type { ListenerOptions } from '../association/listener-options.ts';
import type { ScuTls, ListenerTls } from '../association/tls/tls-options.ts';
import type { Certificates } from '../certificates/certificates.ts';
import type { Notices } from './notices.ts';
import type { Result } from '../shared/result.ts';

export interface EncryptionParts {
  readonly notices: Pick<Notices, 'post' | 'remove'>;
  readonly nowMs: () => number;
  /** The encrypted port is as it was set, or says why it is not. */
  readonly onChanged: () => void;
}

const EXPIRY_KEY = 'certificate-expiry';
const TELL_BEFORE_MS = 30 * 86_400_000;

/** Puts certificates to use: on the encrypted port, and where we call stations that want encryption. */
export class Encryption {
  readonly certificates: Certificates;
  readonly #notices: EncryptionParts['notices'];
  readonly #nowMs: () => number;
  readonly #onChanged: () => void;
  #listener: DicomListener | null = null;
  #problem: string | null = null;

  constructor(certificates: Certificates, parts: EncryptionParts) {
    this.certificates = certificates;
    this.#notices = parts.notices;
    this.#nowMs = parts.nowMs;
    this.#onChanged = parts.onChanged;
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
    this.#tellOfExpiry();
    return listening;
  }

  listenerOptions(options: ListenerOptions): ListenerOptions {
    return { ...options, tls: this.#listenerTls() };
  }

  /** Takes changed certificates or settings into use. */
  async apply(): Promise<void> {
    const configured = await this.#listener?.configure({ tls: this.#listenerTls() });
    this.#problem = configured?.ok === false ? configured.error.message : null;
    this.#tellOfExpiry();
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

  #tellOfExpiry(): void {
    const facts = this.certificates.identityFacts;
    if (facts === null || facts.validToMs - this.#nowMs() > TELL_BEFORE_MS) {
      this.#notices.remove(EXPIRY_KEY);
      return;
    }
    this.#notices.post({
      key: EXPIRY_KEY,
      level: 'check',
      title: 'The certificate of this station is about to expire, or has expired.',
      detail: 'Make a new one under Certificates and give it to the stations that trust the old one.',
      atMs: this.#nowMs(),
    });
  }
}
