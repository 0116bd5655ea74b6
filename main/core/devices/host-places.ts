import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { parseAddressMask, type AddressMask } from '../shared/address-mask.ts';

const NOWHERE: AddressMask = { includes: () => false };
/** A name that a wrong caller makes us ask for is not asked for again before. */
const ASK_AGAIN_AFTER_MS = 30_000;

export interface HostPlacesParts {
  /** Addresses of a host by its name; none when it is not known. */
  readonly resolveHost?: ((host: string) => Promise<readonly string[]>) | undefined;
  readonly nowMs: () => number;
}

/**
 * The addresses behind names of hosts. Names are asked for when somebody calls who could be that host, never at start: the
 * network may not be there yet. One at a time: the system's resolver keeps a thread busy that writes images too.
 */
export class HostPlaces {
  readonly #parts: HostPlacesParts;
  readonly #places = new Map<string, AddressMask>();
  readonly #askedAtMs = new Map<string, number>();
  #asking: Promise<void> = Promise.resolve();

  constructor(parts: HostPlacesParts) {
    this.#parts = parts;
  }

  /** What is known now. */
  of(host: string): AddressMask {
    return isIP(host) === 0 ? (this.#places.get(host) ?? NOWHERE) : toMask(host);
  }

  /** Resolves when `of` knows what the network says of this host. */
  refresh(host: string): Promise<void> {
    const { nowMs } = this.#parts;
    const askedAtMs = this.#askedAtMs.get(host);
    if (isIP(host) !== 0 || (askedAtMs !== undefined && nowMs() - askedAtMs < ASK_AGAIN_AFTER_MS)) {
      return this.#asking;
    }
    this.#askedAtMs.set(host, nowMs());
    this.#asking = this.#asking.then(async () => {
      const addresses = await (this.#parts.resolveHost ?? lookUp)(host);
      if (addresses.length > 0) this.#places.set(host, toMask(addresses.join(',')));
    });
    return this.#asking;
  }
}

/** From nowhere rather than from anywhere, when it cannot be read. */
export function toMask(text: string): AddressMask {
  const parsed = parseAddressMask(text);
  return (parsed.ok ? parsed.value : null) ?? NOWHERE;
}

async function lookUp(host: string): Promise<readonly string[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  } catch {
    return []; // the network may not know it now: what was known of it stands
  }
}
