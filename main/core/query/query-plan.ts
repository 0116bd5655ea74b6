import type { StudyFilter } from '../catalog/queries/find-keys.ts';
import type { WritableElement } from '../dicom/data-set-writer.ts';
import type { QueryLevel } from './query-level.ts';
import type { Subject } from './subject.ts';

/** One attribute of an identifier. */
export interface QueryKey {
  readonly tag: number;
  readonly level: QueryLevel;
  /** Null when it asks for everything (universal matching). */
  readonly test: ((subject: Subject) => boolean) | null;
  /** Reading it takes the metadata. */
  readonly needsDetails: boolean;
  /** Null for one that only narrows: it lies below the level of the query. */
  readonly write: ((subject: Subject) => WritableElement) | null;
}

/** A query, understood. */
export interface QueryPlan {
  readonly level: QueryLevel;
  readonly keys: readonly QueryKey[];
  /** What indexes can narrow; empty when every row has to be looked at. */
  readonly filters: readonly StudyFilter[];
  /** Few enough to be read one by one; null when the rows of the level are not narrowed so. */
  readonly seriesUids: readonly string[] | null;
  readonly instanceUids: readonly string[] | null;
  /** A key is not used in matching and not in the answers: they go out as 0xFF01. */
  readonly hasUnusedKeys: boolean;
  /** Specific Character Set of the identifier; empty when it had none. */
  readonly characterSet: string;
  /** Timezone Offset From UTC that dates and times are answered in; null when that was not agreed and asked for. */
  readonly timezoneOffset: string | null;
}
