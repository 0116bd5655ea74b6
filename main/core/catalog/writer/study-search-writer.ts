import type { Database, Statement } from 'better-sqlite3';
import { toSearchWords } from '../../dicom/search-text.ts';

interface SearchedTexts {
  readonly patient_id: string;
  readonly name_alphabetic: string;
  readonly name_ideographic: string;
  readonly name_phonetic: string;
  readonly accession_number: string;
  readonly study_id: string;
  readonly study_description: string;
  /** JSON list. */
  readonly modalities: string;
}

/** Keeps the line of a study in the search index: names in all their groups, IDs, accession number, description, modalities. */
export class StudySearchWriter {
  readonly #texts: Statement<[number], SearchedTexts>;
  readonly #remove: Statement<[number]>;
  readonly #insert: Statement<[number, string]>;

  constructor(db: Database) {
    this.#texts = db.prepare(`SELECT p.patient_id, p.name_alphabetic, p.name_ideographic, p.name_phonetic,
      s.accession_number, s.study_id, s.study_description, s.modalities
      FROM studies s JOIN patients p USING (patient_key) WHERE s.study_key = ?`);
    this.#remove = db.prepare('DELETE FROM study_search WHERE rowid = ?');
    this.#insert = db.prepare('INSERT INTO study_search (rowid, words) VALUES (?, ?)');
  }

  /** Writes the line anew from the rows as they are now. */
  index(studyKey: number): void {
    const texts = this.#texts.get(studyKey);
    if (texts === undefined) throw new Error('A study without row cannot be indexed');
    this.#remove.run(studyKey);
    this.#insert.run(studyKey, toSearchLine(texts));
  }
}

/** Folded words with a space between. What is typed goes through the same folding before it is searched for. */
function toSearchLine(texts: SearchedTexts): string {
  const { name_ideographic, name_phonetic, ...others } = texts;
  const names = [name_ideographic, name_phonetic];
  // Ideographic names are typed without the space that separates their components.
  const joined = names.map((group) => group.replaceAll('^', ''));
  return [...Object.values<string>(others), ...names, ...joined].flatMap(toSearchWords).join(' ');
}
