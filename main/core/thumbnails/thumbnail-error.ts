import { assertNever } from '../shared/result.ts';

/** Why there is no picture. `detail` is plain words without patient data. */
export type ThumbnailError =
  | { readonly kind: 'no-image'; readonly detail: string }
  | { readonly kind: 'cannot-decode'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly neededBytes: number; readonly limitBytes: number }
  | { readonly kind: 'timed-out'; readonly deadlineMs: number }
  /** The worker stopped by itself; the next request gets a new one. */
  | { readonly kind: 'worker-failed'; readonly detail: string }
  /** Too many newer requests came. Asking again later may work. */
  | { readonly kind: 'busy' }
  /** The caller's signal was aborted before the work began. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'closed' };

/** Whether the same frame gives the same error next time, so that the answer may be remembered. */
export function isLasting(error: ThumbnailError): boolean {
  return error.kind === 'no-image' || error.kind === 'cannot-decode' || error.kind === 'too-large';
}

/** One sentence or two for whoever looks at the empty place. */
export function toPlainWords(error: ThumbnailError): string {
  switch (error.kind) {
    case 'no-image':
      return `There is no picture of it. ${error.detail}`;
    case 'cannot-decode':
      return `This image cannot be decoded. ${error.detail}`;
    case 'too-large':
      return `This image needs ${toMegabytes(error.neededBytes)} MB in memory. The limit for small pictures is ${toMegabytes(error.limitBytes)} MB.`;
    case 'timed-out':
      return `Decoding this image took longer than ${error.deadlineMs / 1000} s and was stopped.`;
    case 'worker-failed':
      return 'The decoder stopped while it worked on this image.';
    case 'busy':
      return 'Too many pictures were asked for at once. Ask again.';
    case 'cancelled':
      return 'The picture is no longer wanted.';
    case 'closed':
      return 'Bucky is stopping.';
    default:
      return assertNever(error);
  }
}

function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
