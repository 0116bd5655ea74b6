import { connectAssociation, type ScuAssociation } from '../association/connect-association.ts';
import { MAX_CONTEXTS, type WantedContext } from '../association/scu/scu-options.ts';
import type { ScuTls } from '../association/tls/tls-options.ts';
import type { InstanceToSend } from '../catalog/queries/retrieval-rows.ts';
import type { Destination } from '../devices/device.ts';
import { toLogId } from '../shared/log-id.ts';
import type { Logger } from '../shared/logger.ts';
import { syntaxesToPropose } from './choose-syntax.ts';
import { prepareInstance, type OutgoingParts } from './outgoing-instance.ts';
import { sendAhead } from './send-ahead.ts';

export interface SenderParts extends OutgoingParts {
  /** AE title of this station, as it is called now. */
  readonly aeTitle: () => string;
  /** How to encrypt for this destination; undefined for a plain connection. */
  readonly tlsFor: (destination: Destination) => ScuTls | undefined;
  readonly logger: Logger;
}

export interface Shipment {
  readonly destination: Destination;
  readonly instances: readonly InstanceToSend[];
  /** Who asked for it with which C-MOVE-RQ; null when we send of our own accord. */
  readonly moveOriginator: { readonly aeTitle: string; readonly messageId: number } | null;
  /** 0 medium, 1 high, 2 low (PS3.7 section 9.3.1.1). */
  readonly priority: number;
  readonly signal: AbortSignal;
  /** Called once for each instance. @param status of the C-STORE response; null when there was none */
  readonly onSent: (instance: InstanceToSend, status: number | null) => void;
}

/**
 * Sends stored objects to a destination: over as many associations at one time as are set for it, and one after the other
 * where their kinds need more presentation contexts than an association can have.
 *
 * @returns plain words for the last thing that went wrong with the destination as a whole; null when nothing did
 */
export async function sendToDestination(shipment: Shipment, parts: SenderParts): Promise<string | null> {
  let problem: string | null = null;
  for (const group of groupByContexts(shipment)) {
    const waiting = [...group.instances].reverse();
    const { signal } = shipment;
    const isWorking = () => waiting.length > 0 && !signal.aborted;
    const links = Math.min(shipment.destination.parallelAssociations, waiting.length);
    const sendOver = async () => {
      // A link that breaks is replaced as long as something got through over the one before it.
      while (isWorking()) {
        const { problem: cause, sentCount } = await sendOverOneLink(waiting, group.contexts, shipment, parts);
        problem = cause ?? problem;
        if (sentCount === 0) return;
      }
    };
    await Promise.all(Array.from({ length: links }, sendOver));
    if (isWorking()) for (const instance of waiting.splice(0)) shipment.onSent(instance, null);
  }
  return problem;
}

interface LinkEnd {
  readonly problem: string | null;
  readonly sentCount: number;
}

async function sendOverOneLink(
  waiting: InstanceToSend[],
  contexts: readonly WantedContext[],
  shipment: Shipment,
  parts: SenderParts,
): Promise<LinkEnd> {
  const { destination, signal } = shipment;
  const opened = await connectAssociation({
    host: destination.host,
    port: destination.port,
    callingAeTitle: destination.callingAeTitle === '' ? parts.aeTitle() : destination.callingAeTitle,
    calledAeTitle: destination.aeTitle,
    contexts,
    tls: parts.tlsFor(destination),
  });
  if (!opened.ok) {
    parts.logger.warn(`Nothing could be sent to ${destination.name}. ${opened.error.message}`, {
      destination: destination.aeTitle,
      kind: opened.error.kind,
    });
    return { problem: opened.error.message, sentCount: 0 };
  }
  const link = opened.value;
  let sentCount = 0;
  let problem: string | null = null;
  await sendAhead(
    () => waiting.pop(),
    () => !signal.aborted && !link.isOver,
    async (instance) => {
      const sent = await sendOne(link, instance, shipment, parts);
      if (sent.status !== null) sentCount += 1;
      problem = sent.problem ?? problem;
      shipment.onSent(instance, sent.status);
    },
  );
  await link.release();
  return { problem, sentCount };
}

async function sendOne(
  link: ScuAssociation,
  instance: InstanceToSend,
  { destination, moveOriginator, priority }: Shipment,
  parts: SenderParts,
): Promise<{ readonly status: number | null; readonly problem: string | null }> {
  const accepted = link.contexts
    .filter(({ sopClassUid }) => sopClassUid === instance.sopClassUid)
    .map(({ transferSyntaxUid }) => transferSyntaxUid);
  const prepared = await prepareInstance(instance, accepted, destination, parts);
  if (!prepared.ok) {
    parts.logger.warn(`An object was not sent to ${destination.name}. ${prepared.error}`, {
      instance: toLogId(instance.sopInstanceUid),
    });
    return { status: null, problem: prepared.error };
  }
  await using object = prepared.value;
  const stored = await link.store({ ...object, priority, ...(moveOriginator ? { moveOriginator } : {}) });
  if (!stored.ok) return { status: null, problem: stored.error.message };
  return { status: stored.value.status, problem: null };
}

interface Group {
  readonly instances: readonly InstanceToSend[];
  readonly contexts: readonly WantedContext[];
}

/** Divides by SOP class where one association could not carry all the contexts. */
function groupByContexts({ instances, destination }: Shipment): readonly Group[] {
  const syntaxesByClass = new Map<string, Set<string>>();
  for (const { sopClassUid, transferSyntaxUid } of instances) {
    const syntaxes = syntaxesByClass.get(sopClassUid) ?? new Set();
    syntaxesByClass.set(sopClassUid, syntaxes.add(transferSyntaxUid));
  }
  const groups: { classes: Set<string>; contexts: WantedContext[] }[] = [];
  for (const [sopClassUid, stored] of syntaxesByClass) {
    const contexts = syntaxesToPropose(stored, destination)
      .slice(0, MAX_CONTEXTS)
      .map((uid) => ({ sopClassUid, transferSyntaxUids: [uid] }));
    const last = groups.at(-1);
    if (last && last.contexts.length + contexts.length <= MAX_CONTEXTS) {
      last.classes.add(sopClassUid);
      last.contexts.push(...contexts);
    } else groups.push({ classes: new Set([sopClassUid]), contexts });
  }
  return groups.map(({ classes, contexts }) => ({
    contexts,
    instances: instances.filter(({ sopClassUid }) => classes.has(sopClassUid)),
  }));
}
