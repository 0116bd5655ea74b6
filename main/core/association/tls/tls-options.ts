/** How we identify ourselves. PEM, in text or bytes. */
export interface TlsIdentity {
  /** Certificate, with those between it and its authority after it. */
  readonly certificate: string | Buffer;
  readonly privateKey: string | Buffer;
  /** For an encrypted private key. */
  readonly passphrase?: string;
}

/**
 * `bcp195` is the Non-Downgrading BCP 195 TLS profile of DICOM as it stands after RFC 8996 and RFC 9325 (PS3.15 Annex B):
 * TLS 1.2 and 1.3 with authenticated encryption and forward secrecy. `older-devices` is for devices that know TLS 1.2 but not
 * its good cipher suites; nothing here goes below TLS 1.2.
 */
export type TlsProfile = 'bcp195' | 'older-devices';

/** An encrypted port beside the plain one. */
export interface ListenerTls {
  /** 2762 is the registered one (PS3.8 section 9.1.1); 0 takes any free one. */
  readonly port: number;
  readonly identity: TlsIdentity;
  readonly profile: TlsProfile;
  /** `wanted` takes callers without one too, and does not look at who signed it. */
  readonly clientCertificate: 'ignored' | 'wanted' | 'required';
  /** Certificates, or those of their authorities, of the callers that are trusted; PEM. */
  readonly trusted: readonly (string | Buffer)[];
}

/** An encrypted association that we open. */
export interface ScuTls {
  readonly profile: TlsProfile;
  /** Certificates, or those of their authorities, of the stations that are trusted; PEM. */
  readonly trusted: readonly (string | Buffer)[];
  /** For stations that ask who we are. */
  readonly identity?: TlsIdentity | undefined;
  /** Whether the certificate must be for the host that we call. DICOM stations are mostly known by their address alone. */
  readonly checksHostName?: boolean;
}
