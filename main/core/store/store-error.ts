/** Why the disk did not do what was asked, in the words of whoever looks after the PC. */
export type StoreErrorKind =
  'disk-full' | 'below-reserve' | 'read-only' | 'denied' | 'too-many-files' | 'missing' | 'io';

/** Raised by the store for failures of the disk. Anything else that it throws is a bug. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;
  /** What was tried: "write", "fsync", "rename" … Never a path. */
  readonly operation: string;
  /** Code of the operating system, such as `ENOSPC`; empty when the store itself refused. */
  readonly code: string;

  constructor(kind: StoreErrorKind, operation: string, code = '', cause?: unknown) {
    super(`${operation}: ${plainWords[kind]}${code === '' ? '' : ` (${code})`}`, { cause });
    this.kind = kind;
    this.operation = operation;
    this.code = code;
  }
}

const plainWords: Record<StoreErrorKind, string> = {
  'disk-full': 'the disk is full',
  'below-reserve': 'the disk has less free space than the reserve that Bucky keeps',
  'read-only': 'the disk can only be read',
  denied: 'Bucky may not write there',
  'too-many-files': 'too many files are open',
  missing: 'the file is not there',
  io: 'the disk did not answer as it should',
};

const kindByCode: Readonly<Record<string, StoreErrorKind>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'denied',
  EPERM: 'denied',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
  ENOENT: 'missing',
};

/** Gives a failure of `node:fs` its kind. */
export function asStoreError(operation: string, error: Error & { readonly code?: unknown }): StoreError {
  const code = typeof error.code === 'string' ? error.code : '';
  return new StoreError(kindByCode[code] ?? 'io', operation, code, error);
}

/** The same for something caught. An error that is no system error passes unchanged: it is a bug, not a disk. */
export function toStoreError(operation: string, error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error) || !('code' in error)) return error;
  return asStoreError(operation, error);
}
