/** Lets one task at a time work on a SOP Instance UID: two devices may send the same one at the same moment. */
export class UidLock {
  readonly #tails = new Map<string, Promise<void>>();

  /** @returns a function that lets the next one in; call it exactly once */
  async acquire(uid: string): Promise<() => void> {
    const before = this.#tails.get(uid);
    let letGo = (): void => undefined;
    const mine = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    this.#tails.set(uid, mine);
    if (before !== undefined) await before;
    return () => {
      if (this.#tails.get(uid) === mine) this.#tails.delete(uid);
      letGo();
    };
  }

  /** How many UIDs are being worked on. */
  get size(): number {
    return this.#tails.size;
  }
}
