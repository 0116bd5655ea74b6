import type { AssociationError, ScuAssociation } from '../../association/connect-association.ts';
import { isStored } from '../../association/dimse/status.ts';
import type { RetrieveEnd } from '../../association/scu/retrieve.ts';
import type { StoreHandler } from '../../association/store-handler.ts';
import { err, type Result } from '../../shared/result.ts';
import { callNode, hangUpOnAbort } from '../call-node.ts';
import { makeIdentifier, scopeKeys, STUDY_ROOT, type RemoteScope } from '../query/study-root.ts';
import { explainEnd, failedCall, type JobEnd, type JobRun, type JobWorker } from './job-run.ts';
import { listRemote, type RemoteInstance } from './list-remote.ts';
import { FIND_CONTEXTS, getContexts, MOVE_CONTEXTS } from './retrieve-contexts.ts';

export interface RetrieveParts {
  readonly aeTitle: () => string;
  /** Where what comes over a C-GET goes: the same as what modalities send. */
  readonly storeHandler: StoreHandler;
  /** Of these images, those that are not in the archive. */
  readonly findMissing: (sopInstanceUids: readonly string[]) => Promise<readonly string[]>;
  /** Whether others can send to us, which a C-MOVE needs. */
  readonly isListening: () => boolean;
}

/** Images asked for at one time where some of a series are here: a list of UIDs that every archive takes. */
const MAX_UIDS = 100;
const SUCCESS = 0x0000;
const WARNING = 0xb000;

/**
 * Fetches a study or a series. What the node has is asked first, image by image, so that a job that goes on fetches only what
 * is missing, and knows at the end whether all came. C-GET needs no way back to us and goes first; C-MOVE is for nodes that
 * do not offer it.
 */
export function createRetrieveWorker(parts: RetrieveParts): JobWorker {
  return (run) => new Retrieval(parts, run).run();
}

class Retrieval {
  readonly #parts: RetrieveParts;
  readonly #run: JobRun;
  #wanted: readonly RemoteInstance[] = [];

  constructor(parts: RetrieveParts, run: JobRun) {
    this.#parts = parts;
    this.#run = run;
  }

  async run(): Promise<JobEnd> {
    const listed = await this.#list();
    if (!listed.ok) return this.#stopOr(failedCall(listed.error));
    this.#wanted = listed.value;
    const missing = await this.#missing();
    if (this.#wanted.length > 0 && missing.length === 0)
      return { kind: 'done', message: 'Everything is here.' };
    const end = await this.#fetch(missing);
    if (end !== null) return this.#stopOr(end);
    return this.#stopOr(await this.#check());
  }

  async #list(): Promise<Result<readonly RemoteInstance[], AssociationError>> {
    const { node, job, signal } = this.#run;
    const opened = await this.#call({ contexts: FIND_CONTEXTS });
    if (!opened.ok) return opened;
    const association = opened.value;
    const stopWatching = hangUpOnAbort(association, signal);
    const listed = await listRemote(association, job, signal);
    stopWatching();
    await association.release();
    if (listed.ok && listed.value.length === 0) {
      return err({
        kind: 'not-agreed',
        message: `${node.name} has no images of this study any more, or does not tell us of them.`,
        isWorthRetrying: false,
      });
    }
    // A node that answers no searches may give what is asked for all the same.
    return !listed.ok && listed.error.kind === 'not-agreed' ? { ok: true, value: [] } : listed;
  }

  /** @returns why it did not go well; null when what was asked for has been sent */
  async #fetch(missing: readonly RemoteInstance[]): Promise<JobEnd | null> {
    const classes = [...new Set(missing.map(({ sopClassUid }) => sopClassUid))].filter((uid) => uid !== '');
    const opened = await this.#call({
      contexts: getContexts(classes),
      storeHandler: this.#counting(missing.length),
    });
    if (!opened.ok) return failedCall(opened.error);
    const association = opened.value;
    if (association.contexts.some(({ sopClassUid }) => sopClassUid === STUDY_ROOT.get)) {
      return this.#inParts(association, missing, 'get');
    }
    await association.release();
    return this.#move(missing);
  }

  async #move(missing: readonly RemoteInstance[]): Promise<JobEnd | null> {
    const { name } = this.#run.node;
    if (!this.#parts.isListening()) {
      const message = `${name} can only send to our own DICOM port, and that is not open now.`;
      return { kind: 'failed', message, isWorthRetrying: true };
    }
    const opened = await this.#call({ contexts: MOVE_CONTEXTS });
    if (!opened.ok) return failedCall(opened.error);
    if (opened.value.contexts.length > 0) return this.#inParts(opened.value, missing, 'move');
    await opened.value.release();
    const message = `${name} answers, but lets nobody fetch images (neither C-GET nor C-MOVE).`;
    return { kind: 'failed', message, isWorthRetrying: false };
  }

  async #inParts(
    association: ScuAssociation,
    missing: readonly RemoteInstance[],
    way: 'get' | 'move',
  ): Promise<JobEnd | null> {
    const stopWatching = hangUpOnAbort(association, this.#run.signal);
    try {
      for (const part of this.#toParts(missing)) {
        const end = await this.#one(association, part, way);
        if (!end.ok) return failedCall(end.error);
        const { status } = end.value;
        if (this.#run.signal.aborted) return { kind: 'stopped' };
        if (status !== SUCCESS && status !== WARNING) {
          return explainEnd(this.#run.node, status, this.#parts.aeTitle());
        }
      }
      return null;
    } finally {
      stopWatching();
      await association.release();
    }
  }

  #one(
    association: ScuAssociation,
    { scope, sopInstanceUids }: Part,
    way: 'get' | 'move',
  ): Promise<Result<RetrieveEnd, AssociationError>> {
    const { signal } = this.#run;
    const isWholeStudy = scope.seriesInstanceUid === null;
    const level = sopInstanceUids.length > 0 ? 'IMAGE' : isWholeStudy ? 'STUDY' : 'SERIES';
    const query = {
      sopClassUid: STUDY_ROOT[way],
      encode: makeIdentifier(level, scopeKeys(scope, sopInstanceUids)),
      signal,
    };
    if (way === 'get') return association.get(query);
    return association.move({
      ...query,
      destination: this.#parts.aeTitle(),
      onProgress: ({ completed, warning, failed, remaining }) => {
        this.#run.report({ doneCount: completed + warning, failedCount: failed, remainingCount: remaining });
      },
    });
  }

  /** All at one go where nothing is here yet; else image by image. */
  #toParts(missing: readonly RemoteInstance[]): readonly Part[] {
    const { studyInstanceUid, seriesInstanceUid } = this.#run.job;
    if (missing.length === this.#wanted.length) {
      return [{ scope: { studyInstanceUid, seriesInstanceUid }, sopInstanceUids: [] }];
    }
    const parts: Part[] = [];
    for (const [series, instances] of groupBySeries(missing)) {
      for (let at = 0; at < instances.length; at += MAX_UIDS) {
        parts.push({
          scope: { studyInstanceUid, seriesInstanceUid: series },
          sopInstanceUids: instances.slice(at, at + MAX_UIDS).map(({ sopInstanceUid }) => sopInstanceUid),
        });
      }
    }
    return parts;
  }

  /** Whether all came, whatever the node counted. */
  async #check(): Promise<JobEnd> {
    const missing = await this.#missing();
    const total = this.#wanted.length;
    if (total === 0 || missing.length === 0) return { kind: 'done', message: '' };
    this.#run.report({ doneCount: total - missing.length, failedCount: missing.length, remainingCount: 0 });
    const { name } = this.#run.node;
    const message = `${total - missing.length} of ${total} images came from ${name}; it did not send the others. Its log says why.`;
    return { kind: 'failed', message, isWorthRetrying: true };
  }

  async #missing(): Promise<readonly RemoteInstance[]> {
    const uids = this.#wanted.map(({ sopInstanceUid }) => sopInstanceUid);
    const missing = new Set(await this.#parts.findMissing(uids));
    const doneCount = uids.length - missing.size;
    this.#run.report({ doneCount, failedCount: 0, remainingCount: uids.length > 0 ? missing.size : null });
    return this.#wanted.filter(({ sopInstanceUid }) => missing.has(sopInstanceUid));
  }

  /** The archive's own store handler, and a count of what it keeps. */
  #counting(missingCount: number): StoreHandler {
    const { storeHandler } = this.#parts;
    const total = this.#wanted.length;
    let kept = 0;
    let refused = 0;
    const report = () => {
      this.#run.report({
        doneCount: total - missingCount + kept,
        failedCount: refused,
        remainingCount: total > 0 ? Math.max(0, missingCount - kept - refused) : null,
      });
    };
    return {
      openStore: (request) => {
        const incoming = storeHandler.openStore(request);
        return {
          write: (slice) => incoming.write(slice),
          abort: (reason) => incoming.abort(reason),
          finish: async () => {
            const outcome = await incoming.finish();
            if (isStored(outcome.status)) kept += 1;
            else refused += 1;
            report();
            return outcome;
          },
        };
      },
    };
  }

  #call(options: Parameters<typeof callNode>[2]): ReturnType<typeof callNode> {
    return callNode(this.#run.node, { aeTitle: this.#parts.aeTitle() }, options);
  }

  #stopOr(end: JobEnd): JobEnd {
    return this.#run.signal.aborted && end.kind === 'failed' ? { kind: 'stopped' } : end;
  }
}

interface Part {
  readonly scope: RemoteScope;
  /** Empty: all of the scope. */
  readonly sopInstanceUids: readonly string[];
}

function groupBySeries(instances: readonly RemoteInstance[]): ReadonlyMap<string, readonly RemoteInstance[]> {
  const groups = new Map<string, RemoteInstance[]>();
  for (const instance of instances) {
    const group = groups.get(instance.seriesInstanceUid);
    if (group) group.push(instance);
    else groups.set(instance.seriesInstanceUid, [instance]);
  }
  return groups;
}
