import type { ApiClient } from '../../client/api-client.ts';
import { durationText } from '../../quality/people.ts';
import { useAsked } from '../../quality/use-asked.ts';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/use-now.ts';

/** Which room this screen stands in. */
export function RoomChoice({
  api,
  onRoom,
}: {
  readonly api: ApiClient;
  readonly onRoom: (room: string) => void;
}) {
  const { value, failure } = useAsked(api, 'quality.rooms', {});
  const nowMs = useNow('second');
  return (
    <main className="room__main room__main--alone">
      <h1 className="room__words">Which room is this?</h1>
      <p className="room__lead">
        {failure ??
          (value?.rooms.length === 0
            ? 'No device has sent anything yet. Rooms appear here with their first image.'
            : 'This screen then shows every examination that is made there.')}
      </p>
      <div className="room__answers room__answers--many">
        {value?.rooms.map(({ room, lastReceivedAtMs }) => (
          <Button
            key={room}
            className="room__answer"
            onClick={() => {
              onRoom(room);
            }}
          >
            <bdi>{room}</bdi>
            <span className="room__since">{durationText(nowMs - lastReceivedAtMs)} ago</span>
          </Button>
        ))}
      </div>
    </main>
  );
}
