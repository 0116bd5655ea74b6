/** Tells whoever listens what has happened, in order, with a rising sequence number. No event makes work happen. */
export class Broadcaster<Event extends object> {
  readonly #listeners = new Set<(event: Event & { readonly sequence: number }) => void>();
  #sequence = 0;

  /** Number of the newest event; 0 before the first. */
  get sequence(): number {
    return this.#sequence;
  }

  publish(event: Event): void {
    this.#sequence += 1;
    const numbered = { ...event, sequence: this.#sequence };
    for (const listener of this.#listeners) listener(numbered);
  }

  /** @returns a function that stops listening */
  subscribe(listener: (event: Event & { readonly sequence: number }) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
