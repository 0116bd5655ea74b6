import { networkInterfaces } from 'node:os';

/** Interfaces that exist on a PC but lead to no modality: containers, virtual machines, tunnels. */
const VIRTUAL_INTERFACE = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|wg|tailscale|utun|llw|awdl)/;

/**
 * Addresses that a modality may use to reach this PC, the most likely first: private IPv4 of real interfaces, other
 * IPv4, IPv4 of virtual ones. Without any, loopback, so that there is something to show.
 *
 * @param listenHost the address that the listener is bound to; a definite one is the only answer
 */
export function stationAddresses(listenHost: string, interfaces = networkInterfaces()): readonly string[] {
  if (listenHost !== '0.0.0.0' && listenHost !== '::') return [listenHost];
  const found: { address: string; rank: number }[] = [];
  for (const [name, addresses] of Object.entries(interfaces)) {
    for (const { family, internal, address } of addresses ?? []) {
      if (family !== 'IPv4' || internal) continue;
      const rank = (VIRTUAL_INTERFACE.test(name) ? 2 : 0) + (isPrivate(address) ? 0 : 1);
      found.push({ address, rank });
    }
  }
  const sorted = found.toSorted((a, b) => a.rank - b.rank).map(({ address }) => address);
  return sorted.length > 0 ? sorted : ['127.0.0.1'];
}

/** RFC 1918. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}
