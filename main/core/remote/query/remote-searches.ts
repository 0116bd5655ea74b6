import { randomInt } from 'node:crypto';
import { explainStatus } from '../../association/dimse/status.ts';
import type { WritableElement } from '../../dicom/data-set-writer.ts';
import type { Logger } from '../../shared/logger.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { callNode } from '../call-node.ts';
import { FIND_CONTEXTS } from '../jobs/retrieve-contexts.ts';
import { findNode, type RemoteNode, type RemoteNodes } from '../remote-node.ts';
import { readAnswer, type Answer } from './read-answer.ts';
import { toSeriesKeys, toStudyKeys, type SearchForm } from './search-form.ts';
import { toRemoteSeries, toRemoteStudy, type RemoteSeries, type RemoteStudy } from './search-rows.ts';
import { makeIdentifier, STUDY_ROOT, type QueryLevel } from './study-root.ts';

export interface SearchParts {
  readonly aeTitle: () => string;
  readonly nodes: RemoteNodes;
  readonly logger: Logger;
  /** More rows came, or a node is through. */
  readonly onChanged: (searchId: number) => void;
}

export interface AskedNode {
  readonly name: string;
  readonly state: 'asking' | 'done' | 'failed' | 'cancelled';
  /** Why it failed, or that there is more than is shown; empty while all is well. */
  readonly message: string;
  readonly count: number;
}

export interface SearchPage {
  readonly nodes: readonly AskedNode[];
  /** In the order in which they came. */
  readonly studies: readonly RemoteStudy[];
  readonly totalCount: number;
}

const MAX_ROWS_PER_NODE = 500;
/** Searches whose answers are kept; the oldest goes. */
const MAX_SEARCHES = 20;
const MAX_SERIES = 1_000;
const TIMEOUTS = { connectMs: 5_000, associateMs: 10_000, responseMs: 60_000 };
const SUCCESS = 0x0000;
const CANCELLED = 0xfe00;

interface Search {
  readonly abort: AbortController;
  readonly nodes: Map<string, AskedNode>;
  readonly studies: RemoteStudy[];
}

/**
 * Searches over several stations at one time. A search lives here until newer ones push it out; windows ask for its answers
 * by its id, also after they lost the line to the core.
 */
export class RemoteSearches {
  readonly #parts: SearchParts;
  readonly #searches = new Map<number, Search>();
  readonly #closing = new AbortController();
  /** Not from 1: a window may still ask for a search of the core that ran before. */
  #lastId = randomInt(2 ** 40);

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** @returns the id of the search, or the first of the nodes that is not known */
  start(form: SearchForm, nodeNames: readonly string[]): Result<number, { readonly unknownNode: string }> {
    const nodes: RemoteNode[] = [];
    for (const name of new Set(nodeNames)) {
      const node = findNode(this.#parts.nodes, name);
      if (!node) return err({ unknownNode: name });
      nodes.push(node);
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const search: Search = {
      abort: new AbortController(),
      nodes: new Map(nodes.map(({ name }) => [name, { name, state: 'asking', message: '', count: 0 }])),
      studies: [],
    };
    this.#searches.set(id, search);
    this.#dropOldest();
    for (const node of nodes) void this.#ask(id, search, node, toStudyKeys(form));
    return ok(id);
  }

  /** @returns null for a search that is not kept any more */
  page(searchId: number, from: number, limit: number): SearchPage | null {
    const search = this.#searches.get(searchId);
    if (!search) return null;
    return {
      nodes: [...search.nodes.values()],
      studies: search.studies.slice(from, from + limit),
      totalCount: search.studies.length,
    };
  }

  /** What came stays. @returns false for a search that is not kept any more */
  cancel(searchId: number): boolean {
    const search = this.#searches.get(searchId);
    search?.abort.abort();
    return search !== undefined;
  }

  /** The series of a study, in the order of their numbers. */
  async listSeries(
    nodeName: string,
    studyInstanceUid: string,
  ): Promise<Result<readonly RemoteSeries[], string>> {
    const node = findNode(this.#parts.nodes, nodeName);
    if (!node) return err(`${nodeName} is not among the stations that are known here any more.`);
    const series: RemoteSeries[] = [];
    const { signal } = this.#closing;
    const end = await this.#find(node, 'SERIES', toSeriesKeys(studyInstanceUid), signal, (answer) => {
      const row = toRemoteSeries(answer);
      if (row) series.push(row);
      return series.length < MAX_SERIES;
    });
    if (!end.ok) return end;
    return ok(series.toSorted((a, b) => (a.seriesNumber ?? Infinity) - (b.seriesNumber ?? Infinity)));
  }

  close(): void {
    this.#closing.abort();
    for (const { abort } of this.#searches.values()) abort.abort();
    this.#searches.clear();
  }

  async #ask(id: number, search: Search, node: RemoteNode, keys: readonly WritableElement[]): Promise<void> {
    const { name } = node;
    const { signal } = search.abort;
    let count = 0;
    const set = (state: AskedNode['state'], message: string) => {
      search.nodes.set(name, { name, state, message, count });
      this.#parts.onChanged(id);
    };
    const end = await this.#find(node, 'STUDY', keys, signal, (answer) => {
      const study = toRemoteStudy(name, answer);
      if (!study) return true;
      if (count >= MAX_ROWS_PER_NODE) return false;
      search.studies.push(study);
      count += 1;
      set('asking', '');
      return true;
    });
    if (signal.aborted) set('cancelled', '');
    else if (!end.ok) set('failed', end.error);
    else if (end.value === 'cut') {
      set(
        'done',
        `${name} has more than ${MAX_ROWS_PER_NODE} studies that match. Narrow the search to see the others.`,
      );
    } else set('done', '');
  }

  /**
   * @param take returns false when it has enough
   * @returns whether all answers were taken; else why there are none, in plain words
   */
  async #find(
    node: RemoteNode,
    level: QueryLevel,
    keys: readonly WritableElement[],
    signal: AbortSignal,
    take: (answer: Answer) => boolean,
  ): Promise<Result<'whole' | 'cut', string>> {
    const caller = { aeTitle: this.#parts.aeTitle() };
    const opened = await callNode(node, caller, { contexts: FIND_CONTEXTS, timeouts: TIMEOUTS });
    if (!opened.ok) return err(opened.error.message);
    const association = opened.value;
    const hangUp = () => {
      association.abort(); // the other side may be slow to heed a cancel, and nobody waits for its answers
    };
    signal.addEventListener('abort', hangUp);
    if (signal.aborted) hangUp();
    try {
      const query = association.find({ sopClassUid: STUDY_ROOT.find, encode: makeIdentifier(level, keys) });
      for (;;) {
        const next = await query.next();
        if (next.done) {
          if (!next.value.ok) return err(next.value.error.message);
          return this.#judge(node, next.value.value.status);
        }
        const answer = readAnswer(next.value.identifier, next.value.transferSyntaxUid);
        if (answer && !take(answer)) {
          association.abort();
          return ok('cut');
        }
      }
    } finally {
      signal.removeEventListener('abort', hangUp);
      await association.release();
    }
  }

  #judge({ name }: RemoteNode, status: number): Result<'whole' | 'cut', string> {
    if (status === SUCCESS || status === CANCELLED) return ok('whole');
    this.#parts.logger.info('A station did not finish a search.', { node: name, status });
    if (status === 0xa700)
      return err(`${name} stopped early: it found too much, or has no room. Narrow the search.`);
    if (status === 0xa900) return err(`${name} does not understand this search.`);
    if (status === 0x0122) return err(`${name} answers, but offers no search.`);
    if (status === 0x0124) return err(`${name} does not allow us to search. Somebody there has to.`);
    return err(`${name} could not do the search: ${explainStatus(status)}.`);
  }

  #dropOldest(): void {
    for (const [id, search] of this.#searches) {
      if (this.#searches.size <= MAX_SEARCHES) return;
      search.abort.abort();
      this.#searches.delete(id);
    }
  }
}
