import { BlockList, isIP } from 'node:net';
import { err, ok, type Result } from './result.ts';

/** A set of network addresses. */
export interface AddressMask {
  includes(address: string): boolean;
}

/**
 * Reads addresses and networks with commas or spaces between them, such as `192.168.1.20, 10.1.0.0/16, fd00::/8`.
 *
 * @returns null for an empty text; the part that is no address as the error
 */
export function parseAddressMask(text: string): Result<AddressMask | null, string> {
  const list = new BlockList();
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length === 0) return ok(null);
  for (const part of parts) {
    const [address = '', bits] = part.split('/');
    const family = isIP(address);
    const longest = family === 6 ? 128 : 32;
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
    if (family === 0 || !isRange) return err(part);
    list.addSubnet(address, bits === undefined ? longest : Number(bits), toFamily(family));
  }
  return ok({
    includes: (address) => {
      const family = isIP(address);
      return family !== 0 && list.check(address, toFamily(family));
    },
  });
}

function toFamily(version: number): 'ipv4' | 'ipv6' {
  return version === 6 ? 'ipv6' : 'ipv4';
}
