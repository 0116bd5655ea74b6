import type { InstanceQuality } from '../../preload/contract/quality.ts';
import type { EvidenceMark } from '../viewer/evidence/EvidenceMarks.tsx';
import { decisionOn, findingLevel, findingWord, scoreText } from './quality-words.ts';

/**
 * What is drawn on an image: every finding that shows in the pixels. What a person overruled is not drawn any more; what
 * stands in the header alone has no place on the picture.
 */
export function evidenceMarks(instance: InstanceQuality): readonly EvidenceMark[] {
  return instance.findings
    .filter(({ source, region }) => region !== null || source === 'model')
    .filter(({ type }) => decisionOn(type, instance.reviews)?.decision !== 'overrule')
    .map((finding) => {
      const { type, region, probability, directionDegrees } = finding;
      const words = [
        probability === null ? findingWord(type) : `${findingWord(type)} ${scoreText(probability)}`,
        directionDegrees === null ? '' : directionWord(directionDegrees),
      ];
      return {
        key: type,
        level: findingLevel(finding, instance.verdict),
        region,
        directionDegrees,
        words: words.filter((word) => word !== '').join(', '),
      };
    });
}

/** A shaking has no sign: 90 and 270 are the same. In the image as it was sent. */
function directionWord(degrees: number): string {
  const folded = ((degrees % 180) + 180) % 180;
  if (folded < 22.5 || folded > 157.5) return 'side to side';
  return folded > 67.5 && folded < 112.5 ? 'up and down' : 'slanting';
}
