import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { DeviceUser } from '../catalog/station-devices-model.ts';
import type { CallerIdentity } from '../shared/caller-policy.ts';

const HASH_BYTES = 32;
const toKey = promisify<string, Buffer, number, Buffer>(scrypt);

/** What is kept of a passcode: salt and hash, from which it does not come back. */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await toKey(passcode, salt, HASH_BYTES)).toString('hex')}`;
}

/**
 * Compares what callers give with what is kept. The hash is slow on purpose (about 50 ms in a thread of its own); what was
 * right once is remembered as a quick one in memory, so that a device with an association for every image does not wait.
 */
export class PasscodeCheck {
  /** Of each kept hash, the quick hash of the passcode that it stands for. */
  readonly #right = new Map<string, Buffer>();

  async isRight(user: DeviceUser, identity: CallerIdentity | null): Promise<boolean> {
    if (identity?.userName !== user.userName || identity.passcode === null) return false;
    const { passcodeHash } = user;
    const quick = createHash('sha256').update(passcodeHash).update(identity.passcode).digest();
    const known = this.#right.get(passcodeHash);
    if (known && timingSafeEqual(known, quick)) return true;
    if (!(await isPasscode(identity.passcode, passcodeHash))) return false;
    this.#right.set(passcodeHash, quick);
    return true;
  }
}

async function isPasscode(passcode: string, hash: string): Promise<boolean> {
  const [salt = '', expected = ''] = hash.split(':');
  const actual = await toKey(passcode, Buffer.from(salt, 'hex'), HASH_BYTES);
  const wanted = Buffer.from(expected, 'hex');
  return wanted.length === actual.length && timingSafeEqual(actual, wanted);
}
