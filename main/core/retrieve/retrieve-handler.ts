import type { FindQueries } from '../catalog/queries/find-queries.ts';
import type { InstanceToSend } from '../catalog/queries/retrieval-rows.ts';
import type { Destination } from '../devices/device.ts';
import { parseDataSet } from '../dicom/parse-data-set.ts';
import type { RetrieveHandler, RetrieveOutcome, RetrieveRequest, WayBack } from '../shared/dimse-services.ts';
import { toLogId } from '../shared/log-id.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { NO_WISHES } from './choose-syntax.ts';
import { sendToDestination, type SenderParts } from './destination-sender.ts';
import { prepareInstance } from './outgoing-instance.ts';
import { readRetrieveKeys, type RetrieveRoot } from './retrieve-keys.ts';
import { sendAhead } from './send-ahead.ts';
import { RETRIEVE_STATUS, SubOperations } from './sub-operations.ts';

export interface RetrieveParts extends SenderParts {
  /** Asked anew with each request. */
  readonly find: () => FindQueries;
  readonly findDestination: (aeTitle: string) => Destination | null;
  /** Somebody asked to send to a station that is not known; for the screen. */
  readonly onUnknownDestination: (aeTitle: string, askedBy: string) => void;
  /** How sending to a destination went; plain words when it could not be reached or broke off, null when all went well. */
  readonly onDestinationUsed: (destination: Destination, problem: string | null) => void;
}

/** Answers C-MOVE and C-GET of one information model (PS3.4 section C.4.2 and C.4.3). */
export function createRetrieveHandler(root: RetrieveRoot, parts: RetrieveParts): RetrieveHandler {
  return {
    retrieve: async (request) => {
      const destination = findDestination(request, parts);
      if (destination === undefined) {
        return refuse(RETRIEVE_STATUS.unknownDestination, 'Move Destination is not known to this archive');
      }
      const selected = select(root, request, parts);
      if (!selected.ok) return selected.error;
      const operations = new SubOperations(selected.value.length, (counts) => {
        request.reportProgress(counts);
      });
      request.reportProgress(operations.counts);
      if (destination) return await move(selected.value, destination, request, { operations, parts });
      if (!request.wayBack) throw new Error('a C-GET has a way back');
      return await get(selected.value, request.wayBack, request, { operations, parts });
    },
  };
}

interface Run {
  readonly operations: SubOperations;
  readonly parts: RetrieveParts;
}

/** @returns null for a C-GET; undefined for a C-MOVE to a station that is not known */
function findDestination(
  { moveDestination, peer }: RetrieveRequest,
  parts: RetrieveParts,
): Destination | null | undefined {
  if (moveDestination === null) return null;
  const destination = parts.findDestination(moveDestination);
  if (destination) return destination;
  parts.logger.warn(
    `${peer.callingAeTitle} asked to send to “${moveDestination}”, which is no known destination.`,
    {
      associationId: peer.associationId,
    },
  );
  parts.onUnknownDestination(moveDestination, peer.callingAeTitle);
  return undefined;
}

function select(
  root: RetrieveRoot,
  request: RetrieveRequest,
  parts: RetrieveParts,
): Result<readonly InstanceToSend[], RetrieveOutcome> {
  const identifier = parseDataSet(request.identifier, request.transferSyntaxUid);
  if (!identifier.ok) return err(refuse(RETRIEVE_STATUS.unableToProcess, 'The identifier cannot be read'));
  const keys = readRetrieveKeys(identifier.value, root, request.negotiation.isRelational);
  if (keys.ok) return ok(parts.find().retrieval.select(keys.value));
  const { message, tags } = keys.error;
  parts.logger.warn(`${request.peer.callingAeTitle} asked for images and was refused: ${message}.`, {
    associationId: request.peer.associationId,
  });
  return err({ ...refuse(RETRIEVE_STATUS.doesNotMatch, message), offendingElements: tags });
}

async function move(
  instances: readonly InstanceToSend[],
  destination: Destination,
  request: RetrieveRequest,
  { operations, parts }: Run,
): Promise<RetrieveOutcome> {
  if (instances.length === 0) return operations.end(false);
  const { peer, messageId, priority, signal } = request;
  const problem = await sendToDestination(
    {
      destination,
      instances,
      priority,
      signal,
      moveOriginator: { aeTitle: peer.callingAeTitle, messageId },
      onSent: ({ sopInstanceUid }, status) => {
        operations.note(sopInstanceUid, status);
      },
    },
    parts,
  );
  parts.onDestinationUsed(destination, operations.counts.failed > 0 ? problem : null);
  return operations.end(signal.aborted, problem ?? 'Some objects were not taken');
}

async function get(
  instances: readonly InstanceToSend[],
  wayBack: WayBack,
  { signal, peer }: RetrieveRequest,
  { operations, parts }: Run,
): Promise<RetrieveOutcome> {
  const waiting = [...instances].reverse();
  let isOver = false;
  await sendAhead(
    () => waiting.pop(),
    () => !signal.aborted && !isOver,
    async (instance) => {
      const { sopInstanceUid } = instance;
      const accepted = wayBack.transferSyntaxesFor(instance.sopClassUid);
      const prepared = await prepareInstance(instance, accepted, NO_WISHES, parts);
      if (!prepared.ok) {
        parts.logger.warn(`An object was not sent to ${peer.callingAeTitle}. ${prepared.error}`, {
          instance: toLogId(sopInstanceUid),
        });
        operations.note(sopInstanceUid, null);
        return;
      }
      await using object = prepared.value;
      const status = await wayBack.store(object);
      isOver ||= status === null;
      operations.note(sopInstanceUid, status);
    },
  );
  return operations.end(signal.aborted, 'Some objects could not be sent over this association');
}

function refuse(status: number, errorComment: string): RetrieveOutcome {
  const counts = { remaining: 0, completed: 0, failed: 0, warning: 0 };
  return { status, errorComment, counts, failedSopInstanceUids: [] };
}
