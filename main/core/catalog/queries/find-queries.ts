import type { Database } from 'better-sqlite3';
import { FindDetails } from './find-details.ts';
import { FindKeys } from './find-keys.ts';
import { FindRows } from './find-rows.ts';
import { RetrievalRows } from './retrieval-rows.ts';

/**
 * What queries of other systems read, in pages that take a few milliseconds: SQLite answers within the call, so who walks
 * through many pages gives way between them. Nothing is held open from one page to the next, so the writer never waits.
 */
export class FindQueries {
  readonly keys: FindKeys;
  readonly rows: FindRows;
  readonly details: FindDetails;
  readonly retrieval: RetrievalRows;

  constructor(db: Database) {
    this.keys = new FindKeys(db);
    this.rows = new FindRows(db);
    this.details = new FindDetails(db);
    this.retrieval = new RetrievalRows(db);
  }
}
