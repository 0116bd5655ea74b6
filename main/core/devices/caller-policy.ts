import { parseAddressMask, type AddressMask } from '../shared/address-mask.ts';
import {
  ALL_CALLER_RIGHTS,
  type Caller,
  type CallerDecision,
  type CallerPolicy,
  type CallerRight,
} from '../shared/caller-policy.ts';
import type { Device } from './device.ts';
import type { DeviceBook } from './device-book.ts';
import type { Inbox } from './inbox.ts';
import { PasscodeCheck } from './passcode.ts';

/** What callers may do that are not known devices: everything, echo and store, or nothing. */
export type UnknownCallers = 'accept' | 'hold' | 'refuse';

export interface CallerRules {
  readonly unknownCallers: UnknownCallers;
  /** Addresses and networks that may call at all, in the form of `DeviceSettings.addressMask`; empty for any. */
  readonly allowedAddresses: string;
}

export interface CallerPolicyParts {
  readonly book: DeviceBook;
  readonly inbox: Inbox;
  /** The rules as they are now. */
  readonly rules: () => CallerRules;
}

/** While it is not known, a caller may do this, so that no image waits for a person. */
const RIGHTS_OF_HELD: ReadonlySet<CallerRight> = new Set<CallerRight>(['echo', 'store']);
const NO_RIGHTS: ReadonlySet<CallerRight> = new Set();

/** Whom we ask whether it keeps what was sent to it brings its report over an association of its own, unless it is refused. */
function rightsOf({ rights, asksCommitment }: Device): ReadonlySet<CallerRight> {
  return new Set(asksCommitment && rights.length > 0 ? [...rights, 'commitment'] : rights);
}

type Refusal = Extract<CallerDecision, { kind: 'refuse' }>;

/** Known devices do what they may; what the others get is a setting, and each of them leaves a card in the inbox. */
export class DevicePolicy implements CallerPolicy {
  readonly #parts: CallerPolicyParts;
  readonly #passcodes = new PasscodeCheck();
  #allowed: { readonly text: string; readonly mask: AddressMask | null } = { text: '', mask: null };

  constructor(parts: CallerPolicyParts) {
    this.#parts = parts;
  }

  decide(caller: Caller): CallerDecision | Promise<CallerDecision> {
    const { callingAeTitle, address } = caller.peer;
    if (!this.#isAddressAllowed(address)) return refuse('address', ADDRESS_WORDS);
    const { book } = this.#parts;
    const device = book.findCaller(callingAeTitle, address);
    if (device) return this.#decideOnDevice(device, caller);
    if (!book.isKnownTitle(callingAeTitle)) return this.#decideOnUnknown(caller);
    return book
      .findCallerAfresh(callingAeTitle, address)
      .then((found) => (found ? this.#decideOnDevice(found, caller) : this.#decideOnUnknown(caller)));
  }

  mayNow({ callingAeTitle, address }: Caller['peer'], right: CallerRight): boolean {
    if (!this.#isAddressAllowed(address)) return false;
    const device = this.#parts.book.findCaller(callingAeTitle, address);
    return device ? rightsOf(device).has(right) : this.#rightsOfUnknown().has(right);
  }

  async #decideOnDevice(device: Device, caller: Caller): Promise<CallerDecision> {
    const { user, maxAssociations } = device;
    const rights = rightsOf(device);
    if (rights.size === 0) return refuse('unknown-caller', NO_RIGHTS_WORDS);
    if (user !== null && !(await this.#passcodes.isRight(user, caller.identity))) {
      return refuse('user-identity', 'It gave no user name and passcode, or not the right ones.');
    }
    return {
      kind: 'accept',
      rights,
      ...(maxAssociations === null ? {} : { maxAssociations }),
    };
  }

  #decideOnUnknown(caller: Caller): CallerDecision {
    const { peer, asksFor } = caller;
    const rights = this.#rightsOfUnknown();
    const denied = [...asksFor].filter((right) => !rights.has(right));
    this.#parts.inbox.note({
      aeTitle: peer.callingAeTitle,
      address: peer.address,
      calledAeTitle: peer.calledAeTitle,
      implementation: peer.implementationVersionName ?? '',
      askedFor: [...asksFor],
      denied,
    });
    return this.#answerUnknown(caller, rights, denied);
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
}

const ADDRESS_WORDS =
  'Its network address is not among those that may call. Add it to the list of addresses.';

const NO_RIGHTS_WORDS =
  'Somebody here refused it, or took all its rights. Give it rights in the list of devices to let it in.';

function refuse(reason: Refusal['reason'], words: string): Refusal {
  return { kind: 'refuse', reason, words };
}
