/** Loads in a given order, a few at a time. A new order replaces the rest of the old one; what is under way goes on. */
export class Prefetcher {
  readonly #load: (index: number) => Promise<unknown>;
  readonly #concurrency: number;
  #queue: readonly number[] = [];
  #next = 0;
  #runningCount = 0;

  constructor(load: (index: number) => Promise<unknown>, concurrency: number) {
    this.#load = load;
    this.#concurrency = concurrency;
  }

  run(order: readonly number[]): void {
    this.#queue = order;
    this.#next = 0;
    while (this.#runningCount < this.#concurrency && this.#next < this.#queue.length) void this.#work();
  }

  stop(): void {
    this.#queue = [];
    this.#next = 0;
  }

  async #work(): Promise<void> {
    this.#runningCount++;
    for (let index = this.#take(); index !== undefined; index = this.#take()) await this.#load(index);
    this.#runningCount--;
  }

  #take(): number | undefined {
    return this.#queue[this.#next++];
  }
}
