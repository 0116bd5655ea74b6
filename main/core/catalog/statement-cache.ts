import type { Database, Statement } from 'better-sqlite3';

/** Statements of one database, prepared when they are first asked for. */
export class StatementCache {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database) {
    this.#db = db;
  }

  prepare(query: string): Statement {
    let statement = this.#statements.get(query);
    if (statement === undefined) {
      statement = this.#db.prepare(query);
      this.#statements.set(query, statement);
    }
    return statement;
  }

  all<Row>(query: string, ...values: unknown[]): Row[] {
    return this.prepare(query).all(...values) as Row[]; // each query says in its columns what its row is
  }

  run(query: string, ...values: unknown[]): void {
    this.prepare(query).run(...values);
  }
}
