import { networkInterfaces } from 'node:os';

/** Whether this PC itself has the address, now. */
export function isOwnAddress(wanted: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === wanted),
  );
}
