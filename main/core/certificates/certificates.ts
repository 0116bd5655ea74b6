import type { KeyObject, X509Certificate } from 'node:crypto';
import type { StationRecords } from '../catalog/station-records.ts';
import type { TrustedCertificate } from '../catalog/station-certificates.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { makeCertificate } from './make-certificate.ts';
import { readCertificates, readPrivateKey, toFacts, type CertificateFacts } from './read-certificate.ts';

/** The encrypted port. */
export interface EncryptedPortSettings {
  /** Null for none. 2762 is the registered one (PS3.8 section 9.1.1). */
  readonly port: number | null;
  readonly profile: 'bcp195' | 'older-devices';
  /** Whether callers have to show a certificate that is trusted here. */
  readonly clientCertificate: 'ignored' | 'wanted' | 'required';
}

/** PEM, and what opens the key. */
export interface Identity {
  readonly certificate: string;
  readonly privateKey: string;
  readonly passphrase: string;
}

export interface CertificatesOptions {
  readonly station: StationRecords;
  /** With which private keys are encrypted. */
  readonly secret: string;
  /** Of the configuration file; what was set in the app wins. */
  readonly fileSettings: EncryptedPortSettings;
  /** For a certificate that has to be made without anybody asking. */
  readonly defaultName: string;
  readonly nowMs: () => number;
  readonly logger: Logger;
}

/** What cannot be used, in plain words. */
export interface CertificateMistake {
  readonly field: 'certificate' | 'privateKey' | 'passphrase';
  readonly message: string;
}

const SETTING = 'certificates.encrypted-port';
const DEFAULT_YEARS = 10;

/** Who this station is over TLS, whom it trusts, and how its encrypted port is set. */
export class Certificates {
  readonly #options: CertificatesOptions;
  #identity: Identity | null = null;
  #trusted: readonly TrustedCertificate[] = [];
  #settings: EncryptedPortSettings;

  private constructor(options: CertificatesOptions) {
    this.#options = options;
    this.#settings = options.fileSettings;
  }

  static async open(options: CertificatesOptions): Promise<Certificates> {
    const certificates = new Certificates(options);
    await certificates.#load();
    return certificates;
  }

  get settings(): EncryptedPortSettings {
    return this.#settings;
  }

  /** Null while none was made or imported. */
  get identity(): Identity | null {
    return this.#identity;
  }

  get identityFacts(): CertificateFacts | null {
    return this.#identity === null ? null : factsOf(this.#identity.certificate);
  }

  /** Certificates that are trusted; PEM. */
  get trusted(): readonly string[] {
    return this.#trusted.map(({ certificate }) => certificate);
  }

  listTrusted(): readonly (TrustedCertificate & { readonly facts: CertificateFacts })[] {
    return this.#trusted.map((entry) => ({ ...entry, facts: factsOf(entry.certificate) }));
  }

  /** Makes a new key with a certificate that signs itself, and uses it from now on. */
  async make(order: { commonName: string; hosts: readonly string[]; validYears: number }): Promise<void> {
    const made = await makeCertificate({ ...order, nowMs: this.#options.nowMs() });
    await this.#use(made.certificate, made.privateKey);
  }

  /** Uses a certificate and key that came from elsewhere. @param passphrase null for a key that is not encrypted */
  async importIdentity(
    certificate: string,
    privateKey: string,
    passphrase: string | null,
  ): Promise<Result<null, CertificateMistake>> {
    const read = readCertificates(certificate);
    if (!read.ok) return err({ field: 'certificate', message: read.error });
    const key = readPrivateKey(privateKey, passphrase);
    if (!key.ok) {
      const field = privateKey.includes('ENCRYPTED') ? 'passphrase' : 'privateKey';
      return err({ field, message: key.error });
    }
    if (!read.value[0]?.checkPrivateKey(key.value)) {
      return err({ field: 'privateKey', message: 'The private key does not belong to the certificate.' });
    }
    await this.#use(read.value.map((one) => one.toString()).join(''), key.value);
    return ok(null);
  }

  /** Trusts each certificate of a PEM text. @param name empty for the names that they give themselves */
  async trust(name: string, pem: string): Promise<Result<null, CertificateMistake>> {
    const read = readCertificates(pem);
    if (!read.ok) return err({ field: 'certificate', message: read.error });
    const { station, nowMs } = this.#options;
    for (const certificate of read.value) {
      const facts = toFacts(certificate);
      const entry = { name: name || facts.name, fingerprint: facts.fingerprint };
      await station.certificates.trust({ ...entry, certificate: certificate.toString() }, nowMs());
    }
    this.#trusted = await station.certificates.listTrusted();
    return ok(null);
  }

  /** @returns whether it was trusted */
  async distrust(certificateKey: number): Promise<boolean> {
    const { certificates } = this.#options.station;
    const wasThere = await certificates.distrust(certificateKey);
    this.#trusted = await certificates.listTrusted();
    return wasThere;
  }

  /** An encrypted port needs a certificate: the first one makes it. */
  async setSettings(settings: EncryptedPortSettings): Promise<void> {
    await this.#options.station.saveSetting(SETTING, settings, this.#options.nowMs());
    this.#settings = settings;
    await this.#makeWhereNeeded();
  }

  async #load(): Promise<void> {
    const { station, secret, logger, fileSettings } = this.#options;
    this.#trusted = await station.certificates.listTrusted();
    // Written by `setSettings` alone.
    const saved = (await station.loadSetting(SETTING)) as EncryptedPortSettings | undefined;
    this.#settings = saved ?? fileSettings;
    const stored = await station.certificates.findIdentity();
    if (stored !== null && readPrivateKey(stored.privateKey, secret).ok) {
      this.#identity = { ...stored, passphrase: secret };
    } else if (stored !== null) {
      logger.error(
        'The private key of this station cannot be opened: its file station.key is not the one it was made with.',
      );
    }
    await this.#makeWhereNeeded();
  }

  async #makeWhereNeeded(): Promise<void> {
    if (this.#settings.port === null || this.#identity !== null) return;
    const { defaultName, logger } = this.#options;
    await this.make({ commonName: defaultName, hosts: [], validYears: DEFAULT_YEARS });
    logger.info('A certificate was made for the encrypted port. Give it to the stations that call there.');
  }

  async #use(certificate: string, key: KeyObject): Promise<void> {
    const { station, secret, nowMs } = this.#options;
    const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: secret });
    const privateKey = encrypted.toString();
    await station.certificates.addIdentity({ certificate, privateKey }, nowMs());
    this.#identity = { certificate, privateKey, passphrase: secret };
  }
}

/** Of one that was read before it was kept. */
function factsOf(pem: string): CertificateFacts {
  const read = readCertificates(pem);
  const [first]: readonly (X509Certificate | undefined)[] = read.ok ? read.value : [];
  if (first === undefined) throw new Error('a certificate that was kept cannot be read');
  return toFacts(first);
}
