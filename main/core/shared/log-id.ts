import { createHash } from 'node:crypto';

/** Ten hex digits that stand for a UID in the log: the same UID gives the same id, and the id gives no UID back. */
export function toLogId(uid: string): string {
  return createHash('sha256').update(uid).digest('hex').slice(0, 10);
}
