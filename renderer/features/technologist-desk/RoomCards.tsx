import { Scan } from 'lucide-react';
import type { QualityTask, RoomState } from '../../../preload/contract/quality.ts';
import { JudgedPicture, thumbnailUrl } from '../../quality/JudgedPicture.tsx';
import { durationText, nameText, studyText } from '../../quality/people.ts';
import { roomFacts } from '../../quality/room-facts.ts';
import { useAsked } from '../../quality/use-asked.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { CompletenessStrip } from '../../ui/CompletenessStrip.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useNow } from '../../ui/use-now.ts';

export interface RoomCardsProps {
  readonly api: QualityApi;
  readonly rooms: readonly { readonly room: string; readonly lastReceivedAtMs: number }[];
  readonly onRoomView: (room: string) => void;
  readonly onDecide: (studyInstanceUid: string) => void;
}

/** As many as a screen holds; the others are in the list at the left. */
const MOST_ROOMS = 6;
const MOST_PICTURES = 16;
/** Longer without an image, a room is not receiving. */
const SENDING_MS = 15_000;

export function RoomCards({ api, rooms, onRoomView, onDecide }: RoomCardsProps) {
  if (rooms.length === 0) {
    return (
      <p className="desk__words">No device has sent images lately. Rooms appear with their first image.</p>
    );
  }
  return (
    <div className="desk__rooms">
      {rooms.slice(0, MOST_ROOMS).map(({ room }) => (
        <RoomCard key={room} api={api} room={room} onRoomView={onRoomView} onDecide={onDecide} />
      ))}
    </div>
  );
}

function RoomCard({
  api,
  room,
  onRoomView,
  onDecide,
}: Omit<RoomCardsProps, 'rooms'> & { readonly room: string }) {
  const nowMs = useNow('second');
  const { value: state, failure } = useAsked(api, 'quality.room', { room });
  const study = state?.study ?? null;
  const isSending = study !== null && nowMs - study.lastReceivedAtMs < SENDING_MS;
  return (
    <article className="room-card" aria-label={room}>
      <header className="room-card__head">
        <Icon of={Scan} size="small" />
        <button
          type="button"
          className="room-card__name"
          onClick={() => {
            onRoomView(room);
          }}
        >
          <bdi>{room}</bdi>
        </button>
        <span>{isSending ? 'receiving' : ''}</span>
      </header>
      {failure !== null && <p className="desk__words">{failure}</p>}
      {state && study && (
        <div className="room-card__body">
          <p className="room-card__patient u-ellipsis">
            <bdi>{nameText(study.patientName)}</bdi>
          </p>
          <p className="room-card__study u-ellipsis">
            <bdi>{study.patientId || 'No ID'}</bdi>, <bdi>{studyText(study)}</bdi>
            {priorityWords[study.priority]}
          </p>
          <p className="room-card__sentence">
            <Flag level={roomFacts(state).level} sizePx={22} />
            <b>{state.sentence}</b>
          </p>
          <CompletenessStrip
            arrived={study.imageCount}
            expected={study.expectedCount ?? study.imageCount}
            widthPx={440}
          />
          <RoomPictures api={api} state={state} study={study} />
          <RoomFoot state={state} study={study} nowMs={nowMs} onDecide={onDecide} />
        </div>
      )}
    </article>
  );
}

const priorityWords = { stat: ', STAT', urgent: ', urgent', routine: '' } as const;

interface ExaminationProps {
  readonly state: RoomState;
  readonly study: QualityTask;
}

/** The last images that came. */
function RoomPictures({ api, state, study }: ExaminationProps & Pick<RoomCardsProps, 'api'>) {
  const { studyInstanceUid } = study;
  const { value: details } = useAsked(api, 'study.get', { studyInstanceUid });
  const pictures = (details?.series ?? []).flatMap(({ seriesInstanceUid, instances }) =>
    instances.filter(({ hasPixels }) => hasPixels).map((instance) => ({ ...instance, seriesInstanceUid })),
  );
  const keptUids = new Set(
    state.images.filter(({ isKept }) => isKept).map(({ sopInstanceUid }) => sopInstanceUid),
  );
  return (
    <ul className={classOfPictures(pictures.length)}>
      {pictures.slice(-MOST_PICTURES).map((picture, index) => (
        <li key={picture.sopInstanceUid}>
          <JudgedPicture
            url={thumbnailUrl({ ...picture, studyInstanceUid })}
            name={`Image ${picture.instanceNumber ?? index + 1}`}
            verdict={keptUids.has(picture.sopInstanceUid) ? 'good' : picture.verdict}
            number={picture.instanceNumber}
          />
        </li>
      ))}
    </ul>
  );
}

function RoomFoot({
  state,
  study,
  nowMs,
  onDecide,
}: ExaminationProps & Pick<RoomCardsProps, 'onDecide'> & { readonly nowMs: number }) {
  const facts = roomFacts(state);
  return (
    <footer className="room-card__foot">
      <span>{[facts.arrivedText, facts.imagesText].filter((part) => part !== '').join(', ')}</span>
      {facts.isDecisionOpen ? (
        <button
          type="button"
          className="room-card__decide"
          onClick={() => {
            onDecide(study.studyInstanceUid);
          }}
        >
          Decide
        </button>
      ) : (
        <span>last image {durationText(nowMs - study.lastReceivedAtMs)} ago</span>
      )}
    </footer>
  );
}

function classOfPictures(count: number): string {
  return count <= 4 ? 'room-card__pictures room-card__pictures--few' : 'room-card__pictures';
}
