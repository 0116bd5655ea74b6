import type { StudyRow } from '../../../preload/contract/study.ts';

/** The newest state of each study in the list. A row that watches its study is drawn alone when that study changes. */
export class RowStore {
  readonly #rows = new Map<string, StudyRow>();
  readonly #listeners = new Map<string, Set<() => void>>();

  get(studyInstanceUid: string): StudyRow | undefined {
    return this.#rows.get(studyInstanceUid);
  }

  has(studyInstanceUid: string): boolean {
    return this.#rows.has(studyInstanceUid);
  }

  /** @returns a function that stops listening */
  subscribe(studyInstanceUid: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(studyInstanceUid) ?? new Set();
    this.#listeners.set(studyInstanceUid, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(studyInstanceUid);
    };
  }

  set(study: StudyRow): void {
    const before = this.#rows.get(study.studyInstanceUid);
    this.#rows.set(study.studyInstanceUid, study);
    if (before && isSameRow(before, study)) this.#rows.set(study.studyInstanceUid, before);
    else this.#tell(study.studyInstanceUid);
  }

  /** Forgets every study that is not among these. */
  keepOnly(studyInstanceUids: ReadonlySet<string>): void {
    for (const uid of this.#rows.keys()) if (!studyInstanceUids.has(uid)) this.#rows.delete(uid);
  }

  #tell(studyInstanceUid: string): void {
    for (const listener of [...(this.#listeners.get(studyInstanceUid) ?? [])]) listener();
  }
}

/** A list that is asked for again holds mostly rows that did not change: those are not drawn again. */
function isSameRow(a: StudyRow, b: StudyRow): boolean {
  return (Object.keys(b) as (keyof StudyRow)[]).every(
    (key) => a[key] === b[key] || (isNested(b[key]) && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  );
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
