/** Why a frame is not on the screen. Everything here can happen with good software. */
export type FrameFailure =
  | { readonly kind: 'aborted' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'late'; readonly step: 'fetch' | 'decode'; readonly afterMs: number }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'core'; readonly status: number; readonly message: string }
  | {
      readonly kind: 'cut-short';
      readonly encoding: string;
      readonly byteLength: number;
      readonly neededBytes: number;
    }
  | { readonly kind: 'damaged'; readonly encoding: string; readonly detail: string }
  /** The decoder itself did not load. */
  | { readonly kind: 'no-decoder'; readonly encoding: string; readonly detail: string }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'incomplete-header'; readonly missing: string };

export type FrameResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: FrameFailure };

export function loaded<T>(value: T): FrameResult<T> {
  return { ok: true, value };
}

export function failed<T = never>(failure: FrameFailure): FrameResult<T> {
  return { ok: false, failure };
}

/** A rejected promise of other people's code as a failure of ours. */
export function toFailure(error: unknown): FrameFailure {
  if (error instanceof DOMException && error.name === 'AbortError') return { kind: 'aborted' };
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: 'damaged', encoding: 'pixel', detail: detail.slice(0, 200) };
}

/** What happened, the cause and whose side it is on; `code` for whoever repairs it. */
export interface FailureWords {
  readonly title: string;
  readonly cause: string;
  readonly code: string;
  readonly isWorthRetrying: boolean;
}

/**
 * @param image as the person knows it: "Image 17"
 * @param source device or station that sent it; may be empty
 */
export function failureWords(failure: FrameFailure, image: string, source: string): FailureWords {
  const asItCame = source === '' ? 'as it was received' : `as it came from ${source}`;
  const others = 'The other images are not affected.';
  switch (failure.kind) {
    case 'aborted':
      return words(`${image} was not loaded.`, 'Loading was stopped.', 'aborted', true);
    case 'unreachable':
      return words(
        `${image} could not be fetched.`,
        'The core on this PC does not answer. Your images are safe; it is started again by itself.',
        'no connection',
        true,
      );
    case 'late':
      return lateWords(failure, image, `${asItCame}, or this PC is very busy. ${others}`);
    case 'refused':
      return words(
        `${image} may not be shown here.`,
        'The core refused this window: its key has expired or belongs to another start of Bucky. Open Bucky again.',
        `HTTP ${failure.status}`,
        true,
      );
    case 'gone':
      return words(
        `${image} is not in the archive any more.`,
        'It was deleted or moved after this study was opened.',
        'HTTP 404',
        true,
      );
    case 'core':
      return words(
        `${image} could not be read.`,
        failure.message === '' ? 'The core could not read it from the disk.' : failure.message,
        `HTTP ${failure.status}`,
        true,
      );
    case 'cut-short':
      return words(
        `${image} cannot be shown.`,
        `Its ${failure.encoding} data stops early, ${asItCame}. ${others}`,
        `${failure.byteLength} of ${failure.neededBytes} bytes`,
        false,
      );
    case 'damaged':
      return words(
        `${image} cannot be decoded.`,
        `Its ${failure.encoding} data is damaged, ${asItCame}. ${others}`,
        failure.detail,
        false,
      );
    case 'no-decoder':
      return words(
        `${image} cannot be decoded now.`,
        `The decoder for ${failure.encoding} did not load; this is on the side of this PC. Open Bucky again if it stays so.`,
        failure.detail,
        true,
      );
    case 'unsupported':
      return words(
        `${image} cannot be shown by Bucky.`,
        `It is ${failure.what}. It is stored whole and can be sent on. ${others}`,
        'not supported',
        false,
      );
    case 'incomplete-header':
      return words(
        `${image} cannot be shown.`,
        `Its header lacks ${failure.missing}, ${asItCame}. ${others}`,
        'incomplete header',
        false,
      );
  }
}

function lateWords(
  { step, afterMs }: Extract<FrameFailure, { readonly kind: 'late' }>,
  image: string,
  blame: string,
): FailureWords {
  return step === 'fetch'
    ? words(
        `${image} did not come within ${seconds(afterMs)}.`,
        'The disk or the core is busy. Nothing is wrong with the image as far as Bucky can tell.',
        'fetch deadline',
        true,
      )
    : words(
        `${image} could not be decoded within ${seconds(afterMs)}.`,
        `Its data may be damaged, ${blame}`,
        'decode deadline',
        true,
      );
}

function words(title: string, cause: string, code: string, isWorthRetrying: boolean): FailureWords {
  return { title, cause, code, isWorthRetrying };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
