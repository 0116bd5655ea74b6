import type { CommandOutput } from '../../preload/contract/command.ts';
import { findingWord } from './quality-words.ts';
import type { RateBar } from '../ui/RateBars.tsx';

/** AAPM TG-305 names 8 % for the rate of rejected images in radiography as what should not be passed. */
export const REPEAT_AIM = 0.08;

type Ledger = CommandOutput<'quality.ledger'>;
type Group = Ledger['byRoom'][number];

export function rateOf({ imageCount, repeatCount, rejectCount }: Group): number {
  return imageCount === 0 ? 0 : (repeatCount + rejectCount) / imageCount;
}

export function percentText(share: number): string {
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
}

/** Share of images that were repeated or rejected, highest first. */
export function rateBars(groups: readonly Group[]): readonly RateBar[] {
  return groups
    .map((group) => ({
      name: group.key || 'not known',
      value: rateOf(group),
      text: percentText(rateOf(group)),
    }))
    .toSorted((a, b) => b.value - a.value);
}

/** What the chart says in words: how much, and what it mostly was. */
export function repeatSentence({ rows, imageCount, byReason, byRoom }: Ledger): string {
  if (rows.length === 0) return 'Nothing was repeated or rejected in this time.';
  const rate = imageCount === 0 ? '' : `, ${percentText(rows.length / imageCount)} of ${imageCount}`;
  const reason = byReason.toSorted((a, b) => weight(b) - weight(a))[0];
  const worst = byRoom.filter((room) => rateOf(room) > REPEAT_AIM && room.imageCount >= 20);
  const over = worst.length === 0 ? '' : ` Over the aim: ${worst.map(({ key }) => key).join(', ')}.`;
  const why = reason ? ` Most often: ${findingWord(reason.key).toLowerCase()}.` : '';
  const images = rows.length === 1 ? '1 image' : `${rows.length} images`;
  return `${images}${rate}.${why}${over} Dashed: the aim, ${percentText(REPEAT_AIM)}.`;
}

function weight({ repeatCount, rejectCount }: Group): number {
  return repeatCount + rejectCount;
}
