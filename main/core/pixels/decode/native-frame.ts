import type { Result } from '../../shared/result.ts';
import type { SampleLayout } from '../image-description.ts';

/** A frame whose samples lie in memory as `layout` says, little endian. */
export interface NativeFrame {
  readonly bytes: Uint8Array;
  readonly layout: SampleLayout;
}

export interface DecodeError {
  /** Plain words. */
  readonly detail: string;
  /** The codec failed while it ran: its memory may be damaged for every later call (see `native-codecs.ts`). */
  readonly isCodecSuspect: boolean;
}

export type DecodeResult = Result<NativeFrame, DecodeError>;

/** Refused before a codec saw it. */
export function refusal(detail: string): { readonly ok: false; readonly error: DecodeError } {
  return { ok: false, error: { detail, isCodecSuspect: false } };
}
