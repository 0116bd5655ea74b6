import Database from 'better-sqlite3';
import type { InstanceRecord } from '../../main/core/catalog/instance-record.ts';
import { migrate } from '../../main/core/catalog/migration.ts';
import { catalogMigrations } from '../../main/core/catalog/migrations/index.ts';
import { FindQueries } from '../../main/core/catalog/queries/find-queries.ts';
import { IngestWriter } from '../../main/core/catalog/writer/ingest-writer.ts';
import { AttributeReader } from '../../main/core/dicom/attribute-reader.ts';
import { characterEncoderFor } from '../../main/core/dicom/charset/text-encoder.ts';
import { encodeDataSet, type WritableElement } from '../../main/core/dicom/data-set-writer.ts';
import { parseDataSet } from '../../main/core/dicom/parse-data-set.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../main/core/dicom/transfer-syntax.ts';
import { createFindHandler, type QueryParts } from '../../main/core/query/find-handler.ts';
import type { QueryRoot } from '../../main/core/query/query-level.ts';
import { silentLogger } from '../../main/core/shared/logger.ts';
import type { QueryNegotiation, ServiceOutcome } from '../../main/core/shared/dimse-services.ts';

export const PEER = {
  associationId: 1,
  callingAeTitle: 'ASKER',
  calledAeTitle: 'BUCKY',
  address: '127.0.0.1',
  implementationClassUid: null,
  implementationVersionName: null,
};
const NOTHING_AGREED: QueryNegotiation = {
  isRelational: false,
  isDateTimeCombined: false,
  isFuzzy: false,
  isTimezoneAdjusted: false,
};

export interface Asked {
  readonly root?: QueryRoot;
  readonly negotiation?: Partial<QueryNegotiation>;
  /** Specific Character Set of the identifier. */
  readonly characterSet?: string;
  readonly signal?: AbortSignal;
  /** Sent instead of the elements. */
  readonly identifier?: Buffer;
}

export interface Answers {
  readonly outcome: ServiceOutcome;
  readonly statuses: readonly number[];
  readonly answers: readonly AttributeReader[];
  readonly groupSizes: readonly number[];
}

/** A catalog in memory and the handler that answers queries about it. */
export class QueryArchive {
  readonly db: Database.Database = new Database(':memory:');
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  maxResults = 0;
  readonly #find: FindQueries;
  readonly #writer: IngestWriter;

  constructor(records: readonly InstanceRecord[] = []) {
    migrate(this.db, catalogMigrations);
    this.#writer = new IngestWriter(this.db, () => null);
    this.#find = new FindQueries(this.db);
    this.add(records);
  }

  add(records: readonly InstanceRecord[]): void {
    this.#writer.commit(records, { jobKinds: [] });
  }

  get parts(): QueryParts {
    return {
      find: () => this.#find,
      aeTitle: () => 'BUCKY',
      maxResults: () => this.maxResults,
      logger: {
        ...silentLogger,
        warn: (message) => this.warnings.push(message),
        error: (message) => this.errors.push(message),
      },
    };
  }

  async ask(elements: readonly WritableElement[], asked: Asked = {}): Promise<Answers> {
    const transferSyntaxUid = EXPLICIT_VR_LITTLE_ENDIAN;
    const encoder = characterEncoderFor(asked.characterSet ?? '');
    const stream = createFindHandler(asked.root ?? 'study', this.parts).find({
      peer: PEER,
      sopClassUid: '1.2.840.10008.5.1.4.1.2.2.1',
      identifier: asked.identifier ?? encodeDataSet(elements, transferSyntaxUid, { encoder }),
      transferSyntaxUid,
      negotiation: { ...NOTHING_AGREED, ...asked.negotiation },
      signal: asked.signal ?? new AbortController().signal,
    });
    const answers: AttributeReader[] = [];
    const statuses: number[] = [];
    const groupSizes: number[] = [];
    let step = await stream.next();
    while (step.done !== true) {
      groupSizes.push(step.value.length);
      for (const { status, identifier } of step.value) {
        const parsed = parseDataSet(identifier, transferSyntaxUid);
        if (!parsed.ok) throw new Error(parsed.error.detail);
        answers.push(new AttributeReader(parsed.value));
        statuses.push(status);
      }
      step = await stream.next();
    }
    return { outcome: step.value, statuses, answers, groupSizes };
  }

  close(): void {
    this.db.close();
  }
}

/** An element with text; the VR is what the test is not about. */
export function key(tag: number, vr: string, value = ''): WritableElement {
  return { tag, vr, value };
}
