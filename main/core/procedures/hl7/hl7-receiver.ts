import type { ScheduledStep, StepOrder } from '../../catalog/station-procedures-model.ts';
import type { StationProcedures } from '../../catalog/station-procedures.ts';
import { toLocalDay, toLocalMinute } from '../../dicom/dates.ts';
import type { Logger } from '../../shared/logger.ts';
import { checkOrder, EMPTY_ORDER, withStudyUid } from '../check-order.ts';
import { toAckMessage, type Ack } from './acknowledge.ts';
import { readHl7Message, type Hl7Message } from './hl7-message.ts';
import { readOrders, readPatient, type OrderRequest } from './read-order.ts';

export interface Hl7ReceiverParts {
  readonly procedures: StationProcedures;
  readonly nowMs: () => number;
  /** A message was answered: steps may have changed, and the counts did. */
  readonly onChanged: () => void;
  readonly logger: Logger;
}

/** For the screen: how the line to the clinic's system is doing. */
export interface Hl7Counts {
  readonly accepted: number;
  readonly refused: number;
  readonly lastMessageAtMs: number | null;
  readonly lastRefusal: { readonly atMs: number; readonly words: string } | null;
}

const TAKEN = (words: string): Ack => ({ code: 'AA', words, errorCode: 0 });
const UNUSABLE = (words: string, errorCode: Ack['errorCode'] = 207): Ack => ({
  code: 'AE',
  words,
  errorCode,
});

/** Orders (ORM^O01, OMI^O23) and patient updates (ADT^A08, ADT^A31) from the clinic's information system. */
export class Hl7Receiver {
  readonly #parts: Hl7ReceiverParts;
  #counts: Hl7Counts = { accepted: 0, refused: 0, lastMessageAtMs: null, lastRefusal: null };
  #answerCount = 0;
  /** One after the other: a change reads what it changes. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Hl7ReceiverParts) {
    this.#parts = parts;
  }

  get counts(): Hl7Counts {
    return this.#counts;
  }

  /** Answers one message; the answer goes out after what it changed is durable. Never rejects. */
  receive(bytes: Buffer, peerAddress: string): Promise<Buffer> {
    const answer = this.#turn.then(() => this.#answer(bytes, peerAddress));
    this.#turn = answer;
    return answer;
  }

  async #answer(bytes: Buffer, peerAddress: string): Promise<Buffer> {
    const message = readHl7Message(bytes);
    let ack: Ack;
    try {
      ack = message.ok
        ? await this.#take(message.value)
        : { code: 'AR', words: message.error, errorCode: 100 };
    } catch (error) {
      this.#parts.logger.error('An HL7 message could not be worked on.', { err: error });
      ack = UNUSABLE('Bucky failed while it worked on this message. Its log says more.');
    }
    this.#count(ack);
    this.#parts.onChanged();
    if (ack.code !== 'AA') {
      // Not its words: they may repeat a field, and in a message that is wrong that can be a name.
      const { code, errorCode } = ack;
      this.#parts.logger.warn(`An HL7 message from ${peerAddress} was refused.`, { code, errorCode });
    }
    const atMs = this.#parts.nowMs();
    this.#answerCount += 1;
    return toAckMessage(
      ack,
      message.ok ? message.value : null,
      new Date(atMs),
      `${atMs}-${this.#answerCount}`,
    );
  }

  #count({ code, words }: Ack): void {
    const atMs = this.#parts.nowMs();
    const { accepted, refused, lastRefusal } = this.#counts;
    const isTaken = code === 'AA';
    this.#counts = {
      accepted: accepted + (isTaken ? 1 : 0),
      refused: refused + (isTaken ? 0 : 1),
      lastMessageAtMs: atMs,
      lastRefusal: isTaken ? lastRefusal : { atMs, words },
    };
  }

  #take(message: Hl7Message): Promise<Ack> | Ack {
    const kind = `${message.header.text(9)}^${message.header.text(9, 2)}`;
    switch (kind) {
      case 'ORM^O01':
      case 'OMI^O23':
        return this.#takeOrders(message);
      case 'ADT^A08':
      case 'ADT^A31':
        return this.#updatePatient(message);
      default: {
        const words = `Bucky takes ORM^O01, OMI^O23, ADT^A08 and ADT^A31, not ${kind}.`;
        return { code: 'AR', words, errorCode: message.header.text(9) === '' ? 101 : 200 };
      }
    }
  }

  async #takeOrders(message: Hl7Message): Promise<Ack> {
    const requests = readOrders(message);
    if (requests.length === 0) return UNUSABLE('The message holds no order (ORC).', 100);
    const plans: Plan[] = [];
    for (const request of requests) {
      const plan = await this.#plan(request);
      if ('code' in plan) return plan; // nothing of the message was done yet
      plans.push(plan);
    }
    const acks: Ack[] = [];
    for (const plan of plans) acks.push(await this.#carryOut(plan));
    const [first] = acks;
    const refused = acks.find(({ code }) => code !== 'AA');
    if (refused) return refused;
    return acks.length === 1 && first ? first : TAKEN(`${acks.length} steps taken.`);
  }

  async #plan({ control, order }: OrderRequest): Promise<Plan | Ack> {
    const known = await this.#findKnown(order);
    const isFinal = known.some(({ status }) => status === 'completed' || status === 'discontinued');
    if (control === 'CA' || control === 'DC' || control === 'OC') {
      if (known.some(({ status }) => status === 'in-progress' || status === 'completed')) {
        return UNUSABLE('This step has begun at the device and cannot be cancelled any more.');
      }
      return { does: 'cancel', steps: known };
    }
    if (control !== 'NW' && control !== 'XO' && control !== 'SN') {
      return UNUSABLE(`Bucky knows the order controls NW, XO, CA and DC, not “${control}”.`, 103);
    }
    const [step] = known;
    if (step && control === 'XO' && isFinal)
      return UNUSABLE('This step has ended and cannot be changed any more.');
    const whole = step ? { ...step, ...order } : this.#asNew(order);
    const [mistake] = checkOrder(whole);
    if (mistake) return UNUSABLE(mistake.message, 101);
    return step ? { does: 'replace', step, order: whole } : { does: 'add', order: whole };
  }

  /** An order without a time is for now: it must not hide from today's worklist. */
  #asNew(order: Partial<StepOrder>): StepOrder {
    const nowMs = this.#parts.nowMs();
    return withStudyUid({
      ...EMPTY_ORDER,
      startDate: toLocalDay(nowMs),
      startTime: toLocalMinute(nowMs),
      ...order,
    });
  }

  /** The order's own numbers first; each of several steps of one order has its Step ID. */
  async #findKnown(order: Partial<StepOrder>): Promise<readonly ScheduledStep[]> {
    const { procedures } = this.#parts;
    for (const [by, value] of [
      ['placer', order.placerOrderNumber],
      ['filler', order.fillerOrderNumber],
      ['step-id', order.stepId],
      ['accession', order.accessionNumber],
    ] as const) {
      const found = await procedures.findStepsBy({ by, value: value ?? '' });
      const same = order.stepId === undefined ? found : found.filter((step) => step.stepId === order.stepId);
      if (same.length > 0) return same;
    }
    return [];
  }

  async #carryOut(plan: Plan): Promise<Ack> {
    const { procedures, nowMs } = this.#parts;
    switch (plan.does) {
      case 'cancel':
        for (const step of plan.steps) await procedures.setStatus(step.stepKey, 'discontinued', nowMs());
        return TAKEN(plan.steps.length === 0 ? 'There was no such order here.' : 'Cancelled.');
      case 'replace': {
        const replaced = await procedures.replaceOrder(plan.step.stepKey, plan.order, nowMs());
        return replaced ? TAKEN('Changed.') : UNUSABLE('Another order has this Step ID.');
      }
      case 'add': {
        const added = await procedures.addSteps([plan.order], { source: 'hl7', atMs: nowMs() });
        return added.ok ? TAKEN('Taken.') : UNUSABLE('Another order has this Step ID.', 204);
      }
    }
  }

  /** The patient of every open step with that ID; what has been performed stays as it was performed. */
  async #updatePatient(message: Hl7Message): Promise<Ack> {
    const { procedures, nowMs } = this.#parts;
    const patient = readPatient(message);
    if (!patient.patientId) return UNUSABLE('The message holds no patient ID (PID-3).', 101);
    const steps = await procedures.findStepsBy({ by: 'patient', value: patient.patientId });
    const open = steps.filter(
      (step) =>
        (step.status === 'scheduled' || step.status === 'arrived') &&
        (!patient.issuerOfPatientId ||
          !step.issuerOfPatientId ||
          patient.issuerOfPatientId === step.issuerOfPatientId),
    );
    for (const step of open) {
      const [mistake] = checkOrder({ ...step, ...patient });
      if (mistake) return UNUSABLE(mistake.message, 102);
    }
    for (const step of open) await procedures.replaceOrder(step.stepKey, { ...step, ...patient }, nowMs());
    return TAKEN(open.length === 0 ? 'Nothing is scheduled for this patient.' : 'Taken.');
  }
}

type Plan =
  | { readonly does: 'cancel'; readonly steps: readonly ScheduledStep[] }
  | { readonly does: 'replace'; readonly step: ScheduledStep; readonly order: StepOrder }
  | { readonly does: 'add'; readonly order: StepOrder };
