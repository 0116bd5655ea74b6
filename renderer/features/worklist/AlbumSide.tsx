import { Clock, CircleDot, Download, FileQuestionMark, Inbox, type LucideIcon } from 'lucide-react';
import type { Album } from '../../../preload/contract/command.ts';
import type { Sender } from '../../../preload/contract/station.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { useNow } from '../../ui/use-now.ts';
import { countText, durationText } from './time-text.ts';

/** What the middle shows: an album of studies, or what could not be filed into a study. */
export type Place = Album | 'unfiled';

export interface AlbumSideProps {
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
  readonly counts: Readonly<Record<Place, number>> | null;
  readonly senders: readonly Sender[];
}

const albums: readonly { readonly place: Album; readonly name: string; readonly icon: LucideIcon }[] = [
  { place: 'all', name: 'All studies', icon: Inbox },
  { place: 'since-yesterday', name: 'Since yesterday', icon: Clock },
  { place: 'to-read', name: 'To read', icon: CircleDot },
  { place: 'arriving', name: 'Arriving', icon: Download },
];
const MAX_DEVICES = 12;

export function AlbumSide({ place, onPlace, counts, senders }: AlbumSideProps) {
  return (
    <nav className="album-side" aria-label="Albums and devices">
      <h2 className="album-side__title">Albums</h2>
      <ul>
        {albums.map((album) => (
          <AlbumLine
            key={album.place}
            name={album.name}
            icon={album.icon}
            count={counts?.[album.place]}
            isChosen={place === album.place}
            onChoose={() => {
              onPlace(album.place);
            }}
          />
        ))}
      </ul>
      <h2 className="album-side__title">Kept aside</h2>
      <ul>
        <AlbumLine
          name="Unfiled"
          icon={FileQuestionMark}
          count={counts?.unfiled}
          isChosen={place === 'unfiled'}
          onChoose={() => {
            onPlace('unfiled');
          }}
        />
      </ul>
      <div className="album-side__devices">
        {senders.length > 0 && <h2 className="album-side__title">Devices, last image</h2>}
        <ul>
          {senders.slice(0, MAX_DEVICES).map((sender) => (
            <Device key={`${sender.aeTitle} ${sender.address}`} sender={sender} />
          ))}
        </ul>
      </div>
    </nav>
  );
}

interface AlbumLineProps {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly count: number | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function AlbumLine({ name, icon, count, isChosen, onChoose }: AlbumLineProps) {
  return (
    <li>
      <button
        type="button"
        className={classNames('album', isChosen && 'album--chosen')}
        aria-current={isChosen ? 'page' : undefined}
        title={name}
        onClick={onChoose}
      >
        <Icon of={icon} />
        <span className="album__name">{name}</span>
        <span className="album__count">{count === undefined ? '' : countText(count)}</span>
      </button>
    </li>
  );
}

function Device({ sender }: { readonly sender: Sender }) {
  const ago = durationText(useNow('second') - sender.lastImageAtMs);
  const state = sender.isSending ? 'sending now' : `last image ${ago} ago`;
  return (
    <li className="device" title={`${sender.aeTitle} at ${sender.address}, ${state}`}>
      <ReadingDisc fill={sender.isSending ? 'full' : 'empty'} />
      <bdi className="device__name u-ellipsis">{sender.aeTitle}</bdi>
      <span className="device__ago">{ago}</span>
      {sender.isSending && <span className="u-hidden-visually">, sending now</span>}
    </li>
  );
}
