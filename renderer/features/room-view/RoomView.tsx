import { Scan } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { InstanceQuality, RoomState } from '../../../preload/contract/quality.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { useObservable } from '../../client/use-observable.ts';
import { ideographicText, initialsText, nameText, studyText } from '../../quality/people.ts';
import { imageName, instanceLevel, scoreText, findingWord } from '../../quality/quality-words.ts';
import { review } from '../../quality/review.ts';
import { useAsked } from '../../quality/use-asked.ts';
import { useStudyQuality } from '../../quality/use-study-quality.ts';
import { Button } from '../../ui/Button.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { isTyping } from '../../ui/page-keys.ts';
import { Toasts } from '../../ui/Toasts.tsx';
import type { ToastStore } from '../../ui/toast-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { RoomChoice } from './RoomChoice.tsx';
import { RoomPicture } from './RoomPicture.tsx';
import { RoomStrip } from './RoomStrip.tsx';
import { roomLevel, subjectOf, type RoomImage } from '../../quality/room-facts.ts';
import { useTakenBack } from './use-taken-back.ts';
import './room-view.css';

export interface RoomViewProps {
  readonly api: ApiClient;
  readonly toasts: ToastStore;
  /** Empty: a room is to be chosen. */
  readonly room: string;
  /** Others see this screen: initials instead of names. */
  readonly areNamesShort: boolean;
  readonly onRoom: (room: string) => void;
  readonly onLeave: () => void;
}

/** For a screen in the room, read from three metres: may the patient go, and if not, what is to be done. */
export function RoomView(props: RoomViewProps) {
  const { api, toasts, room, onRoom, onLeave } = props;
  useWindowKeys((event) => {
    if (event.key === 'Escape' || event.key === 'F11') {
      event.preventDefault();
      onLeave();
    }
  });
  return (
    <div className="room">
      {room === '' ? <RoomChoice api={api} onRoom={onRoom} /> : <Room {...props} key={room} />}
      <footer className="room__foot">
        <span>Bucky room view</span>
        <button type="button" className="room__leave" onClick={onLeave}>
          Leave <KeyCap isSilent>Esc</KeyCap>
        </button>
        <span className="room__promise">AI looks at technical quality only. You decide.</span>
      </footer>
      <Toasts store={toasts} />
    </div>
  );
}

function Room({ api, toasts, room, areNamesShort }: RoomViewProps) {
  const line = useObservable(api.lineState);
  const { value: state, failure } = useAsked(api, 'quality.room', { room });
  const takenBack = useTakenBack(state);
  // A sentence that may be old must not let a patient go.
  const isBlind = line.state !== 'open' || failure !== null;
  return (
    <>
      <RoomHead api={api} room={room} state={state} areNamesShort={areNamesShort} />
      {isBlind ? (
        <main className="room__main room__main--alone">
          <Sentence level="unknown" text="No line to Bucky" />
          <p className="room__lead">
            Nobody can say now whether the patient may go. {failure ?? 'The line comes back by itself.'}
          </p>
        </main>
      ) : state === null ? (
        <main className="room__main room__main--alone" aria-busy />
      ) : state.study === null ? (
        <main className="room__main room__main--alone">
          <Sentence level="unknown" text="No examination yet" />
          <p className="room__lead">The first image from {room} appears here by itself.</p>
        </main>
      ) : (
        <Examination api={api} toasts={toasts} state={state} takenBackAtMs={takenBack} />
      )}
    </>
  );
}

/** Whose examination this is stays in sight, whatever the rest says. */
function RoomHead({
  api,
  room,
  state,
  areNamesShort,
}: Pick<RoomViewProps, 'api' | 'room' | 'areNamesShort'> & { readonly state: RoomState | null }) {
  const nowMs = useNow('second');
  const study = state?.study ?? null;
  const { value: details } = useAsked(
    api,
    'study.get',
    study && { studyInstanceUid: study.studyInstanceUid },
    never,
  );
  const born = birthText(details?.study.patientBirthDate ?? null);
  const ideographic = study ? ideographicText(study.patientName) : '';
  return (
    <header className="room__head">
      <span className="room__name-of-room">
        <Icon of={Scan} className="room__icon" />
        <bdi>{room}</bdi>
      </span>
      {study && (
        <>
          <h1 className="room__patient u-ellipsis">
            <bdi>{areNamesShort ? initialsText(study.patientName) : nameText(study.patientName)}</bdi>
            {!areNamesShort && ideographic !== '' && <bdi className="room__ideographic">{ideographic}</bdi>}
          </h1>
          <bdi className="room__detail u-ellipsis">
            {[born, study.patientId, studyText(study)].filter((part) => part !== '').join(', ')}
          </bdi>
        </>
      )}
      <time className="room__clock">{clockText(nowMs)}</time>
    </header>
  );
}

function Sentence({
  level,
  text,
}: {
  readonly level: Parameters<typeof Flag>[0]['level'];
  readonly text: string;
}) {
  return (
    <div className="room__sentence" role="status" aria-live="assertive">
      <Flag level={level} sizePx={level === 'good' ? 150 : 112} />
      <h2 className={level === 'good' ? 'room__words room__words--go' : 'room__words'}>
        {text.replace(/\bimage (\d)/g, 'image\u00a0$1')}
      </h2>
    </div>
  );
}

interface ExaminationProps {
  readonly api: ApiClient;
  readonly toasts: ToastStore;
  readonly state: RoomState;
  readonly takenBackAtMs: number | null;
}

function Examination({ api, toasts, state, takenBackAtMs }: ExaminationProps) {
  const found = useStudyQuality(api, state.study?.studyInstanceUid ?? null);
  const subject = subjectOf(state);
  const instances = found.status === 'ready' ? (found.quality?.instances ?? []) : [];
  const instance = instances.find(({ sopInstanceUid }) => sopInstanceUid === subject?.sopInstanceUid) ?? null;
  const sentence = (
    <>
      {takenBackAtMs !== null && (
        <p className="room__taken-back" role="alert">
          <Flag level="critical" sizePx={28} />
          “Patient may go” was taken back at {clockText(takenBackAtMs)}.
        </p>
      )}
      <Sentence
        level={instance && subject ? instanceLevel(instance) : roomLevel(state)}
        text={state.sentence}
      />
    </>
  );
  return (
    <>
      {state.patientMayGo || !subject ? (
        <main className="room__main room__main--alone">{sentence}</main>
      ) : (
        <main className="room__main room__main--check">
          <Question api={api} toasts={toasts} subject={subject} instance={instance}>
            {sentence}
          </Question>
          <RoomPicture
            state={state}
            instance={instance}
            subject={subject}
            caption={captionOf(instance, subject)}
          />
        </main>
      )}
      <RoomStrip api={api} state={state} />
    </>
  );
}

interface QuestionProps {
  readonly api: ApiClient;
  readonly toasts: ToastStore;
  readonly subject: RoomImage;
  readonly instance: InstanceQuality | null;
  readonly children: ReactNode;
}

/** The sentence, the reason, and three answers of which none weighs more. */
function Question({ api, toasts, subject, instance, children }: QuestionProps) {
  const finding = instance?.findings[0];
  const [askedUid, setAskedUid] = useState('');
  const why = finding ? findingWord(finding.type) : 'Decided in the room';
  const decide = async ({ decision, reason }: Answer) => {
    // One press is one decision: an answer that is under way is not given twice.
    if (askedUid === subject.sopInstanceUid) return;
    setAskedUid(subject.sopInstanceUid);
    const deed = { sopInstanceUid: subject.sopInstanceUid, decision, findingType: null, reason };
    const isTaken = await review(api, { ...deed, imageName: imageName(subject.instanceNumber) }, toasts.show);
    if (!isTaken) setAskedUid('');
  };
  const answers: readonly Answer[] = [
    { key: '1', word: 'Image is fine', decision: 'overrule', reason: 'Fine, decided in the room' },
    { key: '2', word: 'Repeat it', decision: 'repeat', reason: why },
    { key: '3', word: 'Reject it', decision: 'reject', reason: why },
  ];
  useWindowKeys((event) => {
    if (event.repeat || isTyping(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    const answer = answers.find(({ key }) => key === event.key);
    if (!answer) return;
    event.preventDefault();
    void decide(answer);
  });
  return (
    <section className="room__question">
      {children}
      <p className="room__reason">{finding?.reason ?? instance?.recommendation ?? subject.reason}</p>
      <div className="room__answers">
        {answers.map((answer) => (
          <Button
            key={answer.key}
            keyCap={answer.key}
            className="room__answer"
            onClick={() => void decide(answer)}
          >
            {answer.word}
          </Button>
        ))}
      </div>
    </section>
  );
}

interface Answer {
  readonly key: string;
  readonly word: string;
  readonly decision: 'overrule' | 'repeat' | 'reject';
  readonly reason: string;
}

/** `Motion 0.82` */
function captionOf(instance: InstanceQuality | null, subject: RoomImage): string {
  const finding = instance?.findings[0];
  if (!finding) return subject.reason;
  const number = finding.probability === null ? '' : ` ${scoreText(finding.probability)}`;
  return `${findingWord(finding.type)}${number}`;
}

function never(): boolean {
  return false;
}

function clockText(atMs: number): string {
  return new Date(atMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function birthText(isoDate: string | null): string {
  if (isoDate === null) return '';
  return new Date(`${isoDate}T00:00:00`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}
