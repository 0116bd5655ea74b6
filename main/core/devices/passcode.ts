import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const HASH_BYTES = 32;

/** What is kept of a passcode: salt and hash, from which it does not come back. */
export function hashPasscode(passcode: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(passcode, salt, HASH_BYTES).toString('hex')}`;
}

export function isPasscode(passcode: string, hash: string): boolean {
  const [salt = '', expected = ''] = hash.split(':');
  const actual = scryptSync(passcode, Buffer.from(salt, 'hex'), HASH_BYTES);
  const wanted = Buffer.from(expected, 'hex');
  return wanted.length === actual.length && timingSafeEqual(actual, wanted);
}
