import { z } from 'zod';

export const callerRightSchema = z.enum([
  'echo',
  'store',
  'query',
  'retrieve',
  'worklist',
  'procedure-step',
  'commitment',
]);

/** What is set for another station. Meaning and limits stand in `main/core/catalog/station-devices-model.ts`. */
export const deviceDraftSchema = z.object({
  name: z.string().trim().max(64),
  aeTitle: z.string().trim().max(64),
  host: z.string().trim().max(255).default(''),
  port: z.int().min(1).max(65_535).nullable().default(null),
  isEncrypted: z.boolean().default(false),
  tlsProfile: z.enum(['bcp195', 'older-devices']).default('bcp195'),
  callingAeTitle: z.string().trim().max(64).default(''),
  addressMask: z.string().trim().max(1_000).default(''),
  rights: z.array(callerRightSchema).max(7).default(['echo', 'store']),
  characterSet: z.string().trim().max(64).default(''),
  maxAssociations: z.int().min(1).max(1_000).nullable().default(null),
  parallelAssociations: z.int().min(1).max(16).default(1),
  transferSyntaxes: z.array(z.string().max(64)).max(20).default([]),
  isLossyAllowed: z.boolean().default(false),
  commitmentReport: z.enum(['same', 'new', 'either']).default('either'),
  asksCommitment: z.boolean().default(false),
  /** Who it must say it is; null when it need not. */
  userName: z.string().max(64).nullable().default(null),
});
export type DeviceDraft = z.output<typeof deviceDraftSchema>;

export const deviceRowSchema = deviceDraftSchema.extend({
  /** Null for a destination of the configuration file, which is changed there. */
  deviceKey: z.int().nullable(),
  /** Null when it never did; Unix time. */
  lastCallAtMs: z.number().nullable(),
  /** Objects that came from it today and were kept. */
  storedToday: z.int(),
});
export type DeviceRow = z.output<typeof deviceRowSchema>;

/** The card of a caller that is not known. */
export const heldCallerSchema = z.object({
  callerKey: z.int(),
  aeTitle: z.string(),
  address: z.string(),
  /** By which name it called this station. */
  calledAeTitle: z.string(),
  /** Its program, as it calls itself; may be empty. */
  implementation: z.string(),
  askedFor: z.array(callerRightSchema),
  /** What it asked for and was not allowed. */
  denied: z.array(callerRightSchema),
  callCount: z.int(),
  firstCallAtMs: z.number(),
  lastCallAtMs: z.number(),
  /** Objects that it sent and that were kept. */
  storedCount: z.int(),
  /** A device of this AE title is known, at another address. */
  isKnownElsewhere: z.boolean(),
});
export type HeldCallerRow = z.output<typeof heldCallerSchema>;

/** Something that a station did here, or that we did there. */
const callSchema = z.object({
  atMs: z.number(),
  /** By which name people here know it: the device's, else its AE title. */
  name: z.string(),
  aeTitle: z.string(),
  address: z.string(),
  /** `held` waits for somebody here; `refused` got nothing; `problem` got less than it asked for. */
  result: z.enum(['done', 'problem', 'held', 'refused']),
  /** Follows the name: "asked for its worklist and got 4 entries." */
  words: z.string(),
});
export type CallRow = z.output<typeof callSchema>;

export const callerRulesSchema = z.object({
  unknownCallers: z.enum(['accept', 'hold', 'refuse']),
  /** Addresses and networks that may call at all, with commas between them; empty for any. */
  allowedAddresses: z.string().trim().max(4_000),
});
export type CallerRules = z.output<typeof callerRulesSchema>;

/** What cannot be used, by field, in plain words. */
const mistakesSchema = z.array(z.object({ field: z.string(), message: z.string() }));

export const deviceCommands = {
  /** Known stations, the inbox of unknown callers, and what these may do. Ask again after `devices.changed`. */
  'devices.list': {
    permission: 'device.read',
    input: z.object({}),
    output: z.object({
      devices: z.array(deviceRowSchema),
      callers: z.array(heldCallerSchema),
      rules: callerRulesSchema,
      sequence: z.int(),
    }),
  },
  /** The last calls, the newest first. Ask again after `devices.changed`. */
  'devices.calls': {
    permission: 'device.read',
    input: z.object({ limit: z.int().min(1).max(200).default(50) }),
    output: z.array(callSchema),
  },
  /** Adds or changes a device. It counts from its next call on, with nothing to be started again. */
  'devices.save': {
    permission: 'device.write',
    input: z.object({
      deviceKey: z.int().nullable(),
      draft: deviceDraftSchema,
      /** Null keeps the one that is set. */
      passcode: z.string().min(1).max(256).nullable().default(null),
    }),
    /** The device as it is now; null when there are mistakes. */
    output: z.object({ device: deviceRowSchema.nullable(), mistakes: mistakesSchema }),
  },
  'devices.remove': {
    permission: 'device.write',
    input: z.object({ deviceKey: z.int() }),
    output: z.object({}),
  },
  /** Makes a device of an unknown caller: by default with everything that it asked for, from its address alone. */
  'callers.accept': {
    permission: 'device.write',
    input: z.object({
      callerKey: z.int(),
      /** Null: its AE title. */
      name: z.string().trim().min(1).max(64).nullable().default(null),
      /** Null: echo, store and what it asked for. */
      rights: z.array(callerRightSchema).max(7).nullable().default(null),
    }),
    output: deviceRowSchema,
  },
  /** Nothing more for this caller, whatever the rule for unknown ones: it becomes a device without rights. */
  'callers.refuse': {
    permission: 'device.write',
    input: z.object({ callerKey: z.int() }),
    output: deviceRowSchema,
  },
  /** Takes the card away until the caller is denied something new. */
  'callers.dismiss': {
    permission: 'device.write',
    input: z.object({ callerKey: z.int() }),
    output: z.object({}),
  },
  'callers.setRules': {
    permission: 'device.write',
    input: callerRulesSchema,
    output: z.object({ rules: callerRulesSchema, mistakes: mistakesSchema }),
  },
} as const;
