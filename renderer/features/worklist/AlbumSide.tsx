import { Clock, CircleDot, Download, FileQuestionMark, Inbox, type LucideIcon } from 'lucide-react';
import type { Album } from '../../../preload/contract/command.ts';
import type { Sender } from '../../../preload/contract/station.ts';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { SideChoice, SideList, SideTitle } from '../../ui/SideList.tsx';
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
    <SideList label="Albums and devices">
      <SideTitle>Albums</SideTitle>
      <ul>
        {albums.map((album) => (
          <SideChoice
            key={album.place}
            name={album.name}
            icon={album.icon}
            countText={toText(counts?.[album.place])}
            isChosen={place === album.place}
            onChoose={() => {
              onPlace(album.place);
            }}
          />
        ))}
      </ul>
      <SideTitle>Kept aside</SideTitle>
      <ul>
        <SideChoice
          name="Unfiled"
          icon={FileQuestionMark}
          countText={toText(counts?.unfiled)}
          isChosen={place === 'unfiled'}
          onChoose={() => {
            onPlace('unfiled');
          }}
        />
      </ul>
      <div className="devices">
        {senders.length > 0 && <SideTitle>Devices, last image</SideTitle>}
        <ul>
          {senders.slice(0, MAX_DEVICES).map((sender) => (
            <Device key={`${sender.aeTitle} ${sender.address}`} sender={sender} />
          ))}
        </ul>
      </div>
    </SideList>
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

function toText(count: number | undefined): string {
  return count === undefined ? '' : countText(count);
}
