import { randomUUID } from 'node:crypto';

/** A new UID: a random UUID as a decimal number under 2.25 (PS3.5 section B.2). */
export function makeUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}
