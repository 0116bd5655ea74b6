import type { RoomState } from '../../../preload/contract/quality.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { JudgedPicture, thumbnailUrl } from '../../quality/JudgedPicture.tsx';
import { durationText } from '../../quality/people.ts';
import { useAsked } from '../../quality/use-asked.ts';
import { useNow } from '../../ui/use-now.ts';
import { arrivedText, imagesText } from '../../quality/room-facts.ts';

/** As many small pictures as a glance takes in. */
const MOST_PICTURES = 28;

/** What came, how it is, and how long ago. */
export function RoomStrip({ api, state }: { readonly api: ApiClient; readonly state: RoomState }) {
  const nowMs = useNow('second');
  const { study, images } = state;
  const { value } = useAsked(api, 'study.get', study && { studyInstanceUid: study.studyInstanceUid });
  if (study === null) return null;
  const seriesOf = new Map(
    (value?.series ?? []).flatMap(({ seriesInstanceUid, instances }) =>
      instances.map(({ sopInstanceUid }) => [sopInstanceUid, seriesInstanceUid] as const),
    ),
  );
  const shown = choose(images, state.subjectSopInstanceUid);
  return (
    <section className="room__strip" aria-label="Images of the examination">
      <div className="room__arrived">
        <b>{arrivedText(study)}</b>
        <span>{imagesText(images)}</span>
        <span className="room__ago">Last image {durationText(nowMs - study.lastReceivedAtMs)} ago</span>
      </div>
      <ul
        className="room__pictures"
        style={{ gridTemplateColumns: `repeat(${Math.max(8, shown.length)}, minmax(0, 112px))` }}
      >
        {shown.map(({ sopInstanceUid, instanceNumber, verdict, isKept }) => {
          const seriesInstanceUid = seriesOf.get(sopInstanceUid);
          return (
            <li key={sopInstanceUid}>
              {seriesInstanceUid !== undefined && (
                <JudgedPicture
                  url={thumbnailUrl({
                    studyInstanceUid: study.studyInstanceUid,
                    seriesInstanceUid,
                    sopInstanceUid,
                  })}
                  name={`Image ${instanceNumber ?? ''}`}
                  verdict={isKept ? 'good' : verdict}
                  number={instanceNumber}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** All, or the last ones that came and the one that is asked about. */
function choose(images: RoomState['images'], subjectUid: string | null): RoomState['images'] {
  if (images.length <= MOST_PICTURES) return images;
  const last = images.slice(-MOST_PICTURES);
  const subject = images.find(({ sopInstanceUid }) => sopInstanceUid === subjectUid);
  return subject === undefined || last.includes(subject) ? last : [subject, ...last.slice(1)];
}
