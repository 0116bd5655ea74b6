import { connect } from '../catalog/open-database.ts';
import { runSelfTest as runInferenceSelfTest, type SelfTestReport } from '../inference/self-test.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** The line that `--self-test` prints. */
export interface CoreSelfTest {
  readonly event: 'self-test';
  readonly isGood: boolean;
  /** Version of SQLite, or why the database does not load. */
  readonly sqlite: Result<string, string>;
  readonly inference: Result<SelfTestReport, string>;
}

/** Loads the native parts of the core, the database and the inference runtime, and lets each do a little work. */
export async function runSelfTest(): Promise<CoreSelfTest> {
  const sqlite = readSqliteVersion();
  const inference = await runInferenceSelfTest();
  return { event: 'self-test', isGood: sqlite.ok && inference.ok, sqlite, inference };
}

function readSqliteVersion(): Result<string, string> {
  try {
    const db = connect(':memory:');
    const version = db.prepare('SELECT sqlite_version()').pluck().get();
    db.close();
    return typeof version === 'string' ? ok(version) : err('The database does not tell its version.');
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
