import { encodeMessages, type WholeMessage } from './encode-message.ts';
import { MessageWriter, type MessageOutlet, type MessageShape } from './message-writer.ts';

/**
 * The way out of an association. Messages never mix (PS3.8 Annex E): one whose data set is read from somewhere keeps the
 * lane to its end, and what is to be said meanwhile waits.
 */
export class MessageLane {
  readonly #outlet: MessageOutlet;
  readonly #shape: MessageShape;
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** @param shape with the longest PDU that the peer takes */
  constructor(outlet: MessageOutlet, shape: MessageShape) {
    this.#outlet = outlet;
    this.#shape = shape;
  }

  /**
   * Sends messages in one write.
   *
   * @returns false when the association is over; true when they are out; a promise of either while the lane is taken or
   *   the peer reads too slowly
   */
  sendWhole(messages: readonly WholeMessage[]): boolean | Promise<boolean> {
    return this.#isTaken ? this.#sendLater(messages) : this.#sendNow(messages);
  }

  /** Sends one message whose data set comes piece by piece. Rejects when it cannot be read to its end. */
  async sendStreamed(
    contextId: number,
    command: Buffer,
    dataSet: AsyncIterable<Buffer> | Buffer,
  ): Promise<boolean> {
    await this.#take();
    try {
      const writer = new MessageWriter(this.#outlet, contextId, this.#shape);
      if (!writer.writeCommand(command, true)) return false;
      if (Buffer.isBuffer(dataSet)) await writer.writeData(dataSet);
      else for await (const slice of dataSet) if (!(await writer.writeData(slice))) return false;
      return await writer.endData();
    } finally {
      this.#giveUp();
    }
  }

  #sendNow(messages: readonly WholeMessage[]): boolean | Promise<boolean> {
    if (!this.#outlet.sendData(encodeMessages(messages, this.#shape.maxPduBytes))) return false;
    return this.#outlet.needsDrain ? this.#outlet.onceDrained().then(() => true) : true;
  }

  async #sendLater(messages: readonly WholeMessage[]): Promise<boolean> {
    await this.#take();
    try {
      return await this.#sendNow(messages);
    } finally {
      this.#giveUp();
    }
  }

  async #take(): Promise<void> {
    if (this.#isTaken) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve)); // whoever gives the lane up hands it over
    }
    this.#isTaken = true;
  }

  #giveUp(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isTaken = false;
  }
}
