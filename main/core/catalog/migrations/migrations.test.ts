import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CatalogFromFutureError, migrate } from '../migration.ts';
import { catalogMigrations, stationMigrations } from './index.ts';

describe.each([
  { file: 'catalog.sqlite', migrations: catalogMigrations },
  { file: 'station.sqlite', migrations: stationMigrations },
])('migrations of $file', ({ migrations }) => {
  let db: Database.Database;
  beforeEach(() => {
    db = new Database(':memory:');
  });
  afterEach(() => db.close());

  it('rise, so that none is passed over', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('bring an empty file to the newest version and leave it alone the second time', () => {
    migrate(db, migrations);
    const schema = db.prepare('SELECT sql FROM sqlite_schema').all();
    migrate(db, migrations);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
    expect(db.prepare('SELECT sql FROM sqlite_schema').all()).toEqual(schema);
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });

  it('make strict tables only', () => {
    migrate(db, migrations);
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  it('refuse a file that a newer release wrote', () => {
    db.pragma('user_version = 999');
    expect(() => migrate(db, migrations)).toThrow(CatalogFromFutureError);
  });

  it('leave the last complete version when one fails', () => {
    const broken = {
      version: 9_000,
      name: 'broken',
      up: (target: Database.Database) => {
        target.exec('CREATE TABLE half (x INTEGER) STRICT');
        throw new Error('power loss');
      },
    };
    expect(() => migrate(db, [...migrations, broken])).toThrow('power loss');
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
  });
});

describe('migration 10 of catalog.sqlite', () => {
  it('refuses an instance in a series that does not exist', () => {
    const db = new Database(':memory:');
    db.pragma('foreign_keys = ON');
    migrate(db, catalogMigrations);
    const insert =
      db.prepare(`INSERT INTO series (study_key, series_instance_uid, modality, series_description,
      body_part_examined, laterality, protocol_name, station_name, instance_count)
      VALUES (77, '1.2', '', '', '', '', '', '', 0)`);
    expect(() => insert.run()).toThrow(/FOREIGN KEY/);
    db.close();
  });
});
