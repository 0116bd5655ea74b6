import { z } from 'zod';
import { parseAddressMask } from '../shared/address-mask.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Application Entity Title: 1 to 16 characters, no backslash, no control character (PS3.5 section 6.2). */
const aeTitle = z
  .string()
  .trim()
  .min(1)
  .max(16)
  .regex(/^[\x20-\x5b\x5d-\x7e]+$/, 'not a valid AE title');

/** Addresses and networks with commas between them, such as `192.168.1.0/24, 10.1.2.3`. */
const addresses = z
  .string()
  .refine((text) => parseAddressMask(text).ok, 'not a list of addresses such as 192.168.1.0/24, 10.1.2.3');

const association = z.strictObject({
  aeTitle: aeTitle.default('BUCKY'),
  /** 11112 is the registered DICOM port; 104 needs elevated rights on Unix. 0 takes any free one. */
  port: z.int().min(0).max(65_535).default(11_112),
  /** 0.0.0.0 so that modalities reach it; tests bind to loopback. */
  host: z.string().min(1).default('0.0.0.0'),
  /** What callers may do that are no known devices: everything; echo and store, the rest held for approval; nothing. */
  unknownCallers: z.enum(['accept', 'hold', 'refuse']).default('hold'),
  /** Addresses and networks that may call at all, such as `192.168.1.0/24, 10.1.2.3`; empty for any. */
  allowedAddresses: addresses.default(''),
  /** Accept associations that call us by another AE title. */
  acceptAnyCalledAeTitle: z.boolean().default(false),
  /** Accept transfer syntaxes that PS3.6 does not register. */
  acceptPrivateTransferSyntaxes: z.boolean().default(false),
  /** Largest PDU that we accept, in bytes (PS3.8 Annex D.1). */
  maxPduBytes: z.int().min(4_096).max(1_048_576).default(131_072),
  maxAssociations: z.int().min(1).max(1_000).default(64),
  artimTimeoutMs: z.int().min(1_000).default(30_000),
  /** Silence after which an open association is aborted; not counted while an operation runs. */
  idleTimeoutMs: z.int().min(1_000).default(60_000),
});

const http = z.strictObject({
  /** Loopback only. 0 takes any free port. */
  port: z.int().min(0).max(65_535).default(0),
});

const store = z.strictObject({
  /** New images are refused with 0xA700 when less than so much would stay free on the disk. */
  reserveBytes: z
    .int()
    .min(0)
    .default(1024 ** 3),
});

const ingest = z.strictObject({
  /** A study counts as complete when nothing came for so long. */
  quietTimeMs: z.int().min(1_000).default(60_000),
});

const query = z.strictObject({
  /** Most answers to one query; a longer one ends with 0xA700 behind them. 0 for no limit. */
  maxResults: z.int().min(0).default(0),
});

const procedures = z.strictObject({
  /** Most answers to one Modality Worklist query; more end it with 0xA700. */
  maxWorklistAnswers: z.int().min(1).max(100_000).default(2_000),
  hl7: z
    .strictObject({
      /** Orders over HL7 (MLLP) are taken here; null switches that off. 2575 is the registered port. */
      port: z.int().min(0).max(65_535).nullable().default(null),
      host: z.string().min(1).default('0.0.0.0'),
    })
    .prefault({}),
});

const callerRight = z.enum([
  'echo',
  'store',
  'query',
  'retrieve',
  'worklist',
  'procedure-step',
  'commitment',
]);

/** A station that we call. Meaning and limits of what is optional stand in `catalog/station-devices-model.ts`. */
const destination = z.strictObject({
  name: z.string().min(1),
  aeTitle,
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  isEncrypted: z.boolean().default(false),
  tlsProfile: z.enum(['bcp195', 'older-devices']).default('bcp195'),
  callingAeTitle: z.union([z.literal(''), aeTitle]).default(''),
  addressMask: addresses.default(''),
  /** Whoever wrote it here trusts it: from its own address it may do everything. */
  rights: z.array(callerRight).default([...callerRight.options]),
  characterSet: z.string().default(''),
  maxAssociations: z.int().min(1).nullable().default(null),
  parallelAssociations: z.int().min(1).max(16).default(1),
  transferSyntaxes: z.array(z.string()).default([]),
  isLossyAllowed: z.boolean().default(false),
  commitmentReport: z.enum(['same', 'new', 'either']).default('either'),
  /** Whether it is asked to confirm that it keeps what was sent to it. */
  asksCommitment: z.boolean().default(false),
});

/** The encrypted port (DICOM TLS) beside the plain one. */
const certificates = z.strictObject({
  /** Null for none; 2762 is the registered one. Without a certificate the station makes one. */
  encryptedPort: z.int().min(0).max(65_535).nullable().default(null),
  /** `older-devices` also takes the weaker cipher suites of TLS 1.2. */
  profile: z.enum(['bcp195', 'older-devices']).default('bcp195'),
  /** Whether callers have to show a certificate that is trusted here. */
  clientCertificate: z.enum(['ignored', 'wanted', 'required']).default('ignored'),
});

const configSchema = z
  .strictObject({
    association: association.prefault({}),
    certificates: certificates.prefault({}),
    http: http.prefault({}),
    destinations: z.array(destination).default([]),
    store: store.prefault({}),
    ingest: ingest.prefault({}),
    procedures: procedures.prefault({}),
    query: query.prefault({}),
  })
  .readonly();

export type Config = z.output<typeof configSchema>;

/** @returns the config with defaults filled in, or one line per mistake, each naming its key */
export function parseConfig(raw: unknown): Result<Config, readonly string[]> {
  const parsed = configSchema.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`));
}
