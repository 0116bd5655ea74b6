import type { Reception, Sender } from '../../../preload/contract/station.ts';

const MINUTE_MS = 60_000;
/** A device counts as sending for so long after its last image, while its association is open. */
const SENDING_MS = 5_000;
const MAX_SENDERS = 50;

/** The part of an association's peer that reception is counted by. */
export interface SendingPeer {
  readonly associationId: number;
  readonly callingAeTitle: string;
  readonly address: string;
}

interface Device {
  readonly aeTitle: string;
  address: string;
  lastImageAtMs: number;
}

/** Counts who sends how much, for the status bar and the list of devices. Keeps nothing on disk. */
export class ReceptionMonitor {
  readonly #nowMs: () => number;
  /** AE title of each open association. */
  readonly #open = new Map<number, string>();
  /** By AE title: one device, whatever address it got today. */
  readonly #devices = new Map<string, Device>();
  /** Images in each of the last 60 seconds; index is the second modulo 60. */
  readonly #perSecond = new Array<number>(60).fill(0);
  #newestSecond = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Brings back what the catalog knows of earlier days, so that the list of devices is not empty after a restart. */
  restore(devices: readonly Omit<Sender, 'isSending'>[]): void {
    for (const device of devices) this.#devices.set(device.aeTitle, { ...device });
  }

  associationOpened(peer: SendingPeer): void {
    this.#open.set(peer.associationId, peer.callingAeTitle);
  }

  associationClosed(peer: SendingPeer): void {
    this.#open.delete(peer.associationId);
  }

  imageStored(peer: SendingPeer): void {
    const nowMs = this.#nowMs();
    this.#forgetOldSeconds(nowMs);
    const second = Math.floor(nowMs / 1000) % 60;
    this.#perSecond[second] = (this.#perSecond[second] ?? 0) + 1;
    const { callingAeTitle: aeTitle, address } = peer;
    const device = this.#devices.get(aeTitle);
    if (device) Object.assign(device, { address, lastImageAtMs: nowMs });
    else this.#devices.set(aeTitle, { aeTitle, address, lastImageAtMs: nowMs });
  }

  /** Of the second before this one, or of this one where it has more already. */
  imagesPerSecond(): number {
    const nowMs = this.#nowMs();
    this.#forgetOldSeconds(nowMs);
    const second = Math.floor(nowMs / 1000);
    return Math.max(this.#perSecond[second % 60] ?? 0, this.#perSecond[(second + 59) % 60] ?? 0);
  }

  snapshot(): Reception {
    const nowMs = this.#nowMs();
    this.#forgetOldSeconds(nowMs);
    const openAeTitles = new Set(this.#open.values());
    const senders = [...this.#devices.values()]
      .map((device) => ({
        ...device,
        isSending: openAeTitles.has(device.aeTitle) && nowMs - device.lastImageAtMs < SENDING_MS,
      }))
      .sort((a, b) => b.lastImageAtMs - a.lastImageAtMs)
      .slice(0, MAX_SENDERS);
    return {
      openAssociations: this.#open.size,
      sendersNow: senders.filter((sender) => sender.isSending).length,
      imagesLastMinute: this.#perSecond.reduce((sum, count) => sum + count, 0),
      senders,
    };
  }

  #forgetOldSeconds(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    const elapsed = Math.min(second - this.#newestSecond, MINUTE_MS / 1000);
    for (let step = 1; step <= elapsed; step += 1) this.#perSecond[(this.#newestSecond + step) % 60] = 0;
    if (elapsed > 0) this.#newestSecond = second;
  }
}
