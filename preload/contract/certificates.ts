import { z } from 'zod';

const certificateFactsSchema = z.object({
  /** Common name. */
  name: z.string(),
  /** Names and addresses that it is for. */
  hosts: z.array(z.string()),
  validFromMs: z.number(),
  validToMs: z.number(),
  /** SHA-256 with colons, for comparing over the telephone. */
  fingerprint: z.string(),
  /** PEM: what is given to the other side. Never a private key. */
  pem: z.string(),
});

const encryptedPortSchema = z.object({
  /** Null for none; 2762 is the registered one. */
  port: z.int().min(0).max(65_535).nullable(),
  /** `older-devices` also takes the weaker cipher suites of TLS 1.2. */
  profile: z.enum(['bcp195', 'older-devices']),
  /** Whether callers have to show a certificate that is trusted here. */
  clientCertificate: z.enum(['ignored', 'wanted', 'required']),
});

const certificatesSchema = z.object({
  /** This station's own; null while there is none. */
  own: certificateFactsSchema.nullable(),
  trusted: z.array(
    certificateFactsSchema.extend({
      certificateKey: z.int(),
      /** As people here call it. */
      label: z.string(),
    }),
  ),
  encryptedPort: encryptedPortSchema,
  /** Why the encrypted port is not open, in plain words; null when it is, or is not wanted. */
  problem: z.string().nullable(),
  sequence: z.int(),
});
export type CertificateList = z.output<typeof certificatesSchema>;

/** The list as it is now, and what could not be used, by field, in plain words. */
const changedSchema = z.object({
  list: certificatesSchema,
  mistakes: z.array(z.object({ field: z.string(), message: z.string() })),
});
export type CertificatesChanged = z.output<typeof changedSchema>;

const pem = z.string().max(200_000);

export const certificateCommands = {
  /** Certificates for encrypted connections. Ask again after `devices.changed`. */
  'certificates.list': {
    permission: 'device.read',
    input: z.object({}),
    output: certificatesSchema,
  },
  /** Makes a key and a certificate that signs itself; open connections keep the one they have. */
  'certificates.make': {
    permission: 'device.write',
    input: z.object({
      commonName: z.string().trim().min(1).max(64),
      hosts: z.array(z.string().trim().min(1).max(253)).max(20).default([]),
      validYears: z.int().min(1).max(30).default(10),
    }),
    output: changedSchema,
  },
  /** Uses a certificate and key from elsewhere; PEM. */
  'certificates.import': {
    permission: 'device.write',
    input: z.object({
      certificate: pem,
      privateKey: pem,
      /** Null for a key that is not encrypted. */
      passphrase: z.string().max(1_000).nullable().default(null),
    }),
    output: changedSchema,
  },
  'certificates.trust': {
    permission: 'device.write',
    /** An empty label takes the name that the certificate gives itself. */
    input: z.object({ label: z.string().trim().max(64).default(''), certificate: pem }),
    output: changedSchema,
  },
  'certificates.distrust': {
    permission: 'device.write',
    input: z.object({ certificateKey: z.int() }),
    output: changedSchema,
  },
  /** Opens, moves or closes the encrypted port at once. Without a certificate of its own the station makes one. */
  'certificates.setPort': {
    permission: 'device.write',
    input: encryptedPortSchema,
    output: changedSchema,
  },
} as const;
