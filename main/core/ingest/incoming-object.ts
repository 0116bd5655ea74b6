import { DataSetScanner } from '../dicom/data-set-scanner.ts';
import { encodePart10Header } from '../dicom/part10.ts';
import type { ScannedDataSet } from '../dicom/scanned-data-set.ts';
import { toLogId } from '../shared/log-id.ts';
import type { Logger } from '../shared/logger.ts';
import type { IncomingDataSet, StoreOutcome, StoreRequest } from '../shared/store-handler.ts';
import type { IncomingFile } from '../store/incoming-file.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { toObjectName } from '../store/object-name.ts';
import { StoreError, type StoreErrorKind } from '../store/store-error.ts';
import { CatalogFailure, type Archivist } from './archivist.ts';
import type { FailureLog } from './failure-log.ts';
import type { ReceptionClock } from './reception-clock.ts';
import { toRecord } from './to-record.ts';
import { judgeArrival, STORE_STATUS, type Verdict } from './verdict.ts';

export interface ReceptionParts {
  readonly store: InstanceStore;
  readonly archivist: Archivist;
  readonly clock: ReceptionClock;
  readonly logger: Logger;
  readonly failures: FailureLog;
  readonly onQuarantined: () => void;
}

/** One data set on its way from the wire into the archive. */
export class IncomingObject implements IncomingDataSet {
  readonly #request: StoreRequest;
  readonly #parts: ReceptionParts;
  readonly #objectName: string;
  readonly #file: IncomingFile;
  readonly #scanner: DataSetScanner;
  readonly #dataSetOffset: number;

  constructor(request: StoreRequest, parts: ReceptionParts) {
    this.#request = request;
    this.#parts = parts;
    this.#objectName = toObjectName(request.affectedSopInstanceUid.trim());
    this.#scanner = new DataSetScanner(request.transferSyntaxUid);
    this.#file = parts.store.openIncoming(this.#objectName);
    const header = encodePart10Header({
      sopClassUid: request.affectedSopClassUid,
      sopInstanceUid: request.affectedSopInstanceUid,
      transferSyntaxUid: request.transferSyntaxUid,
      sourceAeTitle: request.peer.callingAeTitle,
    });
    this.#dataSetOffset = header.length;
    void this.#file.append(header); // a few hundred bytes never hold anybody back
  }

  write(slice: Buffer): Promise<void> | undefined {
    if (this.#file.hasFailed) return undefined; // the answer is known; the rest only has to be taken off the wire
    const hold = this.#file.append(slice);
    this.#scanner.push(slice);
    return hold;
  }

  async finish(): Promise<StoreOutcome> {
    try {
      return await this.#finish();
    } catch (error) {
      return await this.#refuse(error);
    }
  }

  async abort(reason: string): Promise<void> {
    this.#parts.logger.info(`An image did not arrive whole and was dropped: ${reason}`, this.#logFields());
    await this.#file.discard();
  }

  async #finish(): Promise<StoreOutcome> {
    const { archivist, clock } = this.#parts;
    await this.#file.flush();
    const receivedAtMs = clock.next();
    const durable = this.#file.sync(receivedAtMs);
    durable.catch(() => undefined); // awaited below; meanwhile the disk works and the header is read
    const scanned = this.#scanner.finish();
    const verdict = judgeArrival(this.#request, scanned);
    if (verdict.kind === 'quarantine') {
      await durable;
      return await this.#quarantine(verdict, scanned, receivedAtMs);
    }
    const record = toRecord(scanned, {
      uids: verdict.uids,
      warnings: verdict.warnings,
      transferSyntaxUid: this.#request.transferSyntaxUid,
      dataSetOffset: this.#dataSetOffset,
      sourceAeTitle: this.#request.peer.callingAeTitle.trim(),
      receivedAtMs,
    });
    const archived = await archivist.archive(this.#file, record, durable);
    if (archived.kind === 'restored') {
      this.#parts.logger.warn(
        'The file of an image was missing or cut short; it came again and is whole now',
        {
          ...this.#logFields(),
        },
      );
    }
    return { status: STORE_STATUS.success };
  }

  async #quarantine(
    verdict: Extract<Verdict, { readonly kind: 'quarantine' }>,
    scanned: ScannedDataSet,
    receivedAtMs: number,
  ): Promise<StoreOutcome> {
    const { peer } = this.#request;
    const name = await this.#parts.store.quarantine(this.#file, {
      reason: verdict.reason,
      status: verdict.status,
      receivedAtMs,
      callingAeTitle: peer.callingAeTitle,
      address: peer.address,
      affectedSopClassUid: this.#request.affectedSopClassUid,
      affectedSopInstanceUid: this.#request.affectedSopInstanceUid,
      transferSyntaxUid: this.#request.transferSyntaxUid,
      dataSetBytes: scanned.byteLength,
      dataSetSha256: scanned.dataSetSha256,
    });
    this.#parts.logger.warn(`An image was refused and put into quarantine: ${verdict.reason}`, {
      ...this.#logFields(),
      quarantineName: name,
      status: verdict.status,
    });
    this.#parts.onQuarantined();
    return { status: verdict.status, errorComment: verdict.reason };
  }

  async #refuse(error: unknown): Promise<StoreOutcome> {
    await this.#file.discard();
    const { matter, message, comment } = describeFailure(error);
    this.#parts.failures.report(matter, message, { ...this.#logFields(), error });
    return { status: STORE_STATUS.outOfResources, errorComment: comment };
  }

  #logFields(): Readonly<Record<string, unknown>> {
    return {
      association: this.#request.peer.associationId,
      instance: toLogId(this.#request.affectedSopInstanceUid),
    };
  }
}

/** Plain words for the log, and at most 64 characters for the sender. Anything unexpected is refused too: it may come again. */
function describeFailure(error: unknown): {
  readonly matter: string;
  readonly message: string;
  readonly comment: string;
} {
  if (error instanceof CatalogFailure) {
    return {
      matter: 'catalog',
      message:
        'An image was refused: its file is safe, but the index could not be written. The sender keeps it and may send again; the next start indexes the file.',
      comment: 'The index could not be written',
    };
  }
  if (!(error instanceof StoreError)) {
    return {
      matter: 'unexpected',
      message: 'An image was refused because of a fault in Bucky. The sender keeps it.',
      comment: 'Internal fault',
    };
  }
  const refusal = ROOM_REFUSALS[error.kind];
  if (refusal !== undefined) return { matter: error.kind, ...refusal };
  return {
    matter: `${error.kind} ${error.code}`,
    message: `An image was refused, the disk did not take it: ${error.message}. The sender keeps it.`,
    comment: 'The disk did not take the image',
  };
}

const ROOM_REFUSALS: Partial<Record<StoreErrorKind, { readonly message: string; readonly comment: string }>> =
  {
    'below-reserve': {
      message:
        'New images are refused: the disk has less free space than the reserve. Nothing is cut off; the senders keep their images. Free some space or add a disk.',
      comment: 'The disk is almost full',
    },
    'disk-full': {
      message:
        'New images are refused: the disk is full. The senders keep their images. Free some space or add a disk.',
      comment: 'The disk is full',
    },
  };
