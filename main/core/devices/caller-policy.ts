import type { StationDevices } from '../catalog/station-devices.ts';
import {
  ALL_CALLER_RIGHTS,
  type Caller,
  type CallerDecision,
  type CallerPolicy,
  type CallerRight,
} from '../shared/caller-policy.ts';
import type { Logger } from '../shared/logger.ts';
import { parseAddressMask, type AddressMask } from './address-mask.ts';
import type { Device } from './device.ts';
import type { DeviceBook } from './device-book.ts';
import { isPasscode } from './passcode.ts';

/** What callers may do that are not known devices: everything, echo and store, or nothing. */
export type UnknownCallers = 'accept' | 'hold' | 'refuse';

export interface CallerRules {
  readonly unknownCallers: UnknownCallers;
  /** Addresses and networks that may call at all, in the form of `DeviceSettings.addressMask`; empty for any. */
  readonly allowedAddresses: string;
}

export interface CallerPolicyParts {
  readonly book: DeviceBook;
  readonly records: StationDevices;
  /** The rules as they are now. */
  readonly rules: () => CallerRules;
  readonly nowMs: () => number;
  /** A card was added to the inbox, or changed. */
  readonly onCallerNoted: () => void;
  readonly logger: Logger;
}

/** While it is not known, a caller may do this, so that no image waits for a person. */
const RIGHTS_OF_HELD: ReadonlySet<CallerRight> = new Set<CallerRight>(['echo', 'store']);
const NO_RIGHTS: ReadonlySet<CallerRight> = new Set();

type Refusal = Extract<CallerDecision, { kind: 'refuse' }>;

/** Known devices do what they may; what the others get is a setting, and each of them leaves a card in the inbox. */
export class DevicePolicy implements CallerPolicy {
  readonly #parts: CallerPolicyParts;
  #allowed: { readonly text: string; readonly mask: AddressMask | null } = { text: '', mask: null };

  constructor(parts: CallerPolicyParts) {
    this.#parts = parts;
  }

  decide(caller: Caller): CallerDecision | Promise<CallerDecision> {
    const { callingAeTitle, address } = caller.peer;
    if (!this.#isAddressAllowed(address)) return refuse('address', ADDRESS_WORDS);
    const device = this.#parts.book.findCaller(callingAeTitle, address);
    return device ? decideOnDevice(device, caller) : this.#decideOnUnknown(caller);
  }

  mayNow({ callingAeTitle, address }: Caller['peer'], right: CallerRight): boolean {
    if (!this.#isAddressAllowed(address)) return false;
    const device = this.#parts.book.findCaller(callingAeTitle, address);
    return device ? device.rights.includes(right) : this.#rightsOfUnknown().has(right);
  }

  #decideOnUnknown(caller: Caller): CallerDecision | Promise<CallerDecision> {
    const rights = this.#rightsOfUnknown();
    if (rights === ALL_CALLER_RIGHTS) return { kind: 'accept', rights };
    const denied = [...caller.asksFor].filter((right) => !rights.has(right));
    const decision = this.#answerUnknown(caller, rights, denied);
    return this.#note(caller, denied).then(() => decision);
  }

  #answerUnknown(
    caller: Caller,
    rights: ReadonlySet<CallerRight>,
    denied: readonly CallerRight[],
  ): CallerDecision {
    if (this.#parts.rules().unknownCallers === 'refuse') {
      return refuse('unknown-caller', this.#explain(caller));
    }
    const isNothingLeft = denied.length > 0 && denied.length === caller.asksFor.size;
    return isNothingLeft ? refuse('held', this.#explain(caller)) : { kind: 'accept', rights };
  }

  #explain({ peer }: Caller): string {
    const why = this.#parts.book.isKnownTitle(peer.callingAeTitle)
      ? `A device of this name is known, but not at ${peer.address}.`
      : 'Bucky does not know it.';
    return `${why} Accept it in the inbox, and it is let in with its next call.`;
  }

  #rightsOfUnknown(): ReadonlySet<CallerRight> {
    const { unknownCallers } = this.#parts.rules();
    if (unknownCallers === 'accept') return ALL_CALLER_RIGHTS;
    return unknownCallers === 'hold' ? RIGHTS_OF_HELD : NO_RIGHTS;
  }

  #isAddressAllowed(address: string): boolean {
    const text = this.#parts.rules().allowedAddresses;
    if (text === '') return true;
    if (text !== this.#allowed.text) {
      const parsed = parseAddressMask(text);
      this.#allowed = { text, mask: parsed.ok ? parsed.value : null };
    }
    return this.#allowed.mask?.includes(address) ?? true;
  }

  /** A card that cannot be written must not keep images out. */
  async #note(caller: Caller, denied: readonly CallerRight[]): Promise<void> {
    const { peer, asksFor } = caller;
    try {
      await this.#parts.records.noteCall(
        {
          aeTitle: peer.callingAeTitle,
          address: peer.address,
          calledAeTitle: peer.calledAeTitle,
          implementation: peer.implementationVersionName ?? '',
          askedFor: [...asksFor],
          denied,
        },
        this.#parts.nowMs(),
      );
      this.#parts.onCallerNoted();
    } catch (error) {
      this.#parts.logger.error('An unknown caller could not be noted in the inbox.', { err: error });
    }
  }
}

const ADDRESS_WORDS =
  'Its network address is not among those that may call. Add it to the list of addresses.';

function decideOnDevice(device: Device, { identity }: Caller): CallerDecision {
  const { user, rights, maxAssociations } = device;
  if (user !== null) {
    const isRight =
      identity?.userName === user.userName &&
      identity.passcode !== null &&
      isPasscode(identity.passcode, user.passcodeHash);
    if (!isRight) return refuse('user-identity', 'It gave no user name and passcode, or not the right ones.');
  }
  return {
    kind: 'accept',
    rights: new Set(rights),
    ...(maxAssociations === null ? {} : { maxAssociations }),
  };
}

function refuse(reason: Refusal['reason'], words: string): Refusal {
  return { kind: 'refuse', reason, words };
}
