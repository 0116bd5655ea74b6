import type { PersonName } from '../../../preload/contract/study.ts';
import { displayName } from './person-name.ts';

/** A name as stored, each group isolated so that right-to-left names do not turn their surroundings. */
export function StudyName({ name }: { readonly name: PersonName }) {
  const { main, beside, isKnown } = displayName(name);
  return (
    <>
      <bdi className={isKnown ? 'study-name' : 'study-name study-name--unknown'}>{main}</bdi>
      {beside !== '' && <bdi className="study-name__beside">{beside}</bdi>}
    </>
  );
}
