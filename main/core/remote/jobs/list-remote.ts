import type { AssociationError, ScuAssociation } from '../../association/connect-association.ts';
import type { WritableElement } from '../../dicom/data-set-writer.ts';
import { TAG } from '../../dicom/tag.ts';
import { ok, type Result } from '../../shared/result.ts';
import { readAnswer, type Answer } from '../query/read-answer.ts';
import {
  makeIdentifier,
  scopeKeys,
  STUDY_ROOT,
  type QueryLevel,
  type RemoteScope,
} from '../query/study-root.ts';

/** An image that another station says it has. */
export interface RemoteInstance {
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** Empty where the station does not say. */
  readonly sopClassUid: string;
}

/** More than any study holds; a station that answers without end is not followed. */
const MAX_ANSWERS = 200_000;

/** What the node has of a study or a series, image by image. Empty when it has none, or does not answer at this level. */
export async function listRemote(
  association: ScuAssociation,
  scope: RemoteScope,
  signal: AbortSignal,
): Promise<Result<readonly RemoteInstance[], AssociationError>> {
  const series =
    scope.seriesInstanceUid === null
      ? await ask(association, 'SERIES', [...scopeKeys(scope), returnKey(TAG.seriesInstanceUid)], signal)
      : ok(null);
  if (!series.ok) return series;
  const seriesUids = series.value?.map((answer) => answer.text(TAG.seriesInstanceUid)) ?? [
    scope.seriesInstanceUid ?? '',
  ];
  const instances: RemoteInstance[] = [];
  for (const seriesInstanceUid of seriesUids) {
    if (seriesInstanceUid === '') continue;
    const keys = scopeKeys({ ...scope, seriesInstanceUid });
    const wanted = [...keys, returnKey(TAG.sopInstanceUid), returnKey(TAG.sopClassUid)];
    const answers = await ask(association, 'IMAGE', wanted, signal);
    if (!answers.ok) return answers;
    for (const answer of answers.value) {
      const sopInstanceUid = answer.text(TAG.sopInstanceUid);
      if (sopInstanceUid === '') continue;
      instances.push({ seriesInstanceUid, sopInstanceUid, sopClassUid: answer.text(TAG.sopClassUid) });
    }
  }
  return ok(instances);
}

function returnKey(tag: number): WritableElement {
  return { tag, vr: 'UI', value: '' };
}

async function ask(
  association: ScuAssociation,
  level: QueryLevel,
  keys: readonly WritableElement[],
  signal: AbortSignal,
): Promise<Result<readonly Answer[], AssociationError>> {
  const answers: Answer[] = [];
  const query = association.find({
    sopClassUid: STUDY_ROOT.find,
    encode: makeIdentifier(level, keys),
    signal,
  });
  for (;;) {
    const next = await query.next();
    if (next.done) return next.value.ok ? ok(answers) : next.value;
    const answer = readAnswer(next.value.identifier, next.value.transferSyntaxUid);
    if (answer && answers.length < MAX_ANSWERS) answers.push(answer);
  }
}
