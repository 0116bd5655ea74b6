import type { ReviewDecision } from '../../preload/contract/quality.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Toast } from '../ui/toast-store.ts';
import { decisionWord, findingWord } from './quality-words.ts';

/** What a person decides about one image. */
export interface ReviewDeed {
  readonly sopInstanceUid: string;
  readonly decision: ReviewDecision;
  /** Null: about the whole image. */
  readonly findingType: string | null;
  readonly reason: string;
  /** For the message: `image 17`. */
  readonly imageName: string;
}

type Say = (toast: Omit<Toast, 'id'>) => void;

/** Hands a decision to the core and says so, with a way back. @returns whether it was taken */
export async function review(api: Pick<ApiClient, 'call'>, deed: ReviewDeed, onSay: Say): Promise<boolean> {
  const { sopInstanceUid, decision, findingType, reason, imageName } = deed;
  const reply = await api.call('quality.review', { sopInstanceUid, decision, findingType, reason });
  if (!reply.ok) {
    onSay({ level: 'repeat', text: `Not decided: ${reply.error.message}` });
    return false;
  }
  const what = findingType === null ? imageName : `${findingWord(findingType).toLowerCase()}, ${imageName}`;
  onSay({
    level: 'info',
    text: `${decisionWord(decision)}: ${what}.`,
    action: { label: 'Undo', run: () => void takeBack(api, sopInstanceUid, imageName, onSay) },
  });
  return true;
}

/** Takes back what was decided last about an image. */
export async function takeBack(
  api: Pick<ApiClient, 'call'>,
  sopInstanceUid: string,
  imageName: string,
  onSay: Say,
): Promise<void> {
  const reply = await api.call('quality.unreview', { sopInstanceUid });
  onSay(
    reply.ok
      ? { level: 'info', text: `Taken back: the decision about ${imageName}.` }
      : { level: 'repeat', text: `Not taken back: ${reply.error.message}` },
  );
}
