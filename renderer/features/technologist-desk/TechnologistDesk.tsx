import { Scan, TriangleAlert, Tv, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { CommandOutput } from '../../../preload/contract/command.ts';
import { useAsked } from '../../quality/use-asked.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { KeySheet } from '../../ui/KeySheet.tsx';
import { SideChoice, SideList, SideTitle } from '../../ui/SideList.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { deskKeys } from './desk-keys.ts';
import { RoomCards } from './RoomCards.tsx';
import { StatisticsCards } from './StatisticsCards.tsx';
import { TaskList } from './TaskList.tsx';
import './technologist-desk.css';

export interface TechnologistDeskProps {
  readonly api: QualityApi;
  readonly isActive: boolean;
  readonly areKeysShown: boolean;
  readonly onShowKeys: (areShown: boolean) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  readonly onOpenStudy: (study: { readonly studyInstanceUid: string; readonly title: string }) => void;
  readonly onRoomView: (room: string) => void;
}

type ListName = 'technologist' | 'senior';
type Rooms = CommandOutput<'quality.rooms'>['rooms'];
const noRooms: Rooms = [];
const lists = [
  { name: 'technologist', title: 'Quality to check', icon: TriangleAlert },
  { name: 'senior', title: 'STAT and urgent', icon: UserRound },
] as const;

/** Before the patient leaves: which rooms are at work, and what has to be decided. */
export function TechnologistDesk(props: TechnologistDeskProps) {
  const { api, isActive, areKeysShown, onShowKeys, onRoomView } = props;
  const [list, setList] = useState<ListName>('technologist');
  const own = useAsked(api, 'quality.tasks', isActive ? { list: 'technologist' } : null);
  const senior = useAsked(api, 'quality.tasks', isActive ? { list: 'senior' } : null);
  const { value: rooms } = useAsked(api, 'quality.rooms', isActive ? {} : null);
  const shownRooms = isActive && rooms ? rooms.rooms : noRooms;
  const [chosenUid, choose] = useState('');

  return (
    <div className="desk">
      <DeskSide
        list={list}
        counts={{ technologist: countText(own.value), senior: countText(senior.value) }}
        rooms={shownRooms}
        onList={setList}
        onRoomView={onRoomView}
      />
      <div className="desk__middle">
        <header className="desk__head">
          <h1>Rooms now</h1>
          <span>before the patient leaves: all here, right patient, good?</span>
          <Button
            keyCap="F11"
            onClick={() => {
              onRoomView('');
            }}
          >
            <Icon of={Tv} size="small" /> Room view
          </Button>
        </header>
        <RoomCards
          api={api}
          rooms={shownRooms}
          onRoomView={onRoomView}
          onDecide={(studyInstanceUid) => {
            setList('technologist');
            choose(studyInstanceUid);
          }}
        />
        <StatisticsCards api={api} isActive={isActive} />
      </div>
      <TaskList
        {...props}
        asked={list === 'technologist' ? own : senior}
        chosenUid={chosenUid}
        onChoose={choose}
      />
      <KeySheet
        isOpen={areKeysShown && isActive}
        onClose={() => {
          onShowKeys(false);
        }}
        title="Keys of the technologist desk"
        parts={deskKeys}
      />
    </div>
  );
}

function countText(answer: CommandOutput<'quality.tasks'> | null): string {
  return answer ? String(answer.tasks.length) : '';
}

interface DeskSideProps {
  readonly list: ListName;
  readonly counts: Readonly<Record<ListName, string>>;
  readonly rooms: Rooms;
  readonly onList: (list: ListName) => void;
  readonly onRoomView: (room: string) => void;
}

function DeskSide({ list, counts, rooms, onList, onRoomView }: DeskSideProps) {
  return (
    <SideList label="Technologist desk">
      <SideTitle>Technologist desk</SideTitle>
      <ul>
        {lists.map(({ name, title, icon }) => (
          <SideChoice
            key={name}
            name={title}
            icon={icon}
            countText={counts[name]}
            isChosen={list === name}
            onChoose={() => {
              onList(name);
            }}
          />
        ))}
      </ul>
      <SideTitle>Room view</SideTitle>
      <ul>
        {rooms.map(({ room }) => (
          <SideChoice
            key={room}
            name={room}
            icon={Scan}
            countText=""
            isChosen={false}
            onChoose={() => {
              onRoomView(room);
            }}
          />
        ))}
      </ul>
    </SideList>
  );
}
