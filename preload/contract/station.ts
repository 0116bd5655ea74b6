import { z } from 'zod';

/** Something a person should know about the station. Shown until dismissed or replaced by one with the same `key`. */
export const noticeSchema = z.object({
  /** Same key, same matter: a newer notice replaces the older. */
  key: z.string(),
  level: z.enum(['info', 'check', 'critical']),
  /** First the fact. */
  title: z.string(),
  /** Then the cause and what to press; may be empty. */
  detail: z.string(),
  atMs: z.number(),
});
export type Notice = z.output<typeof noticeSchema>;

/** A device that has sent something, newest first in lists. */
export const senderSchema = z.object({
  aeTitle: z.string(),
  address: z.string(),
  lastImageAtMs: z.number(),
  isSending: z.boolean(),
});
export type Sender = z.output<typeof senderSchema>;

export const receptionSchema = z.object({
  openAssociations: z.int(),
  sendersNow: z.int(),
  imagesLastMinute: z.int(),
  senders: z.array(senderSchema),
});
export type Reception = z.output<typeof receptionSchema>;

export const stationInfoSchema = z.object({
  version: z.string(),
  aeTitle: z.string(),
  /** This PC's addresses that a modality may use, the most likely first. */
  addresses: z.array(z.string()),
  dicomPort: z.int(),
  /** Null while the listener is up; else why it is not, in plain words. */
  listenProblem: z.string().nullable(),
  freeBytes: z.number(),
  totalBytes: z.number(),
  /** A study counts as complete when nothing came for so long. */
  quietTimeMs: z.number(),
  counts: z.object({
    studies: z.int(),
    unfiled: z.int(),
    conflicts: z.int(),
    quarantined: z.int(),
  }),
  reception: receptionSchema,
  notices: z.array(noticeSchema),
});
export type StationInfo = z.output<typeof stationInfoSchema>;
