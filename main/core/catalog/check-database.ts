import { err, ok, type Result } from '../shared/result.ts';
import { connect } from './open-database.ts';

/** Loads the database engine and lets it search a text: proves that it was packaged with what the catalog needs. */
export function checkDatabase(nativeBinding?: string): Result<null, string> {
  try {
    const db = connect(':memory:', nativeBinding);
    db.exec("CREATE VIRTUAL TABLE words USING fts5(word); INSERT INTO words VALUES ('grid')");
    const found = db.prepare("SELECT count(*) AS n FROM words WHERE words MATCH 'gri*'").pluck().get();
    db.close();
    return found === 1 ? ok(null) : err('The database engine does not find what it holds.');
  } catch (error) {
    return err(
      `The database engine does not load: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
