import { useSyncExternalStore } from 'react';
import { hashOfRoom, roomOfHash } from '../features/room-view/room-place.ts';
import { RoomView } from '../features/room-view/RoomView.tsx';
import { App, type AppProps } from './App.tsx';

/** `short` in this browser's storage: the screen is seen by others, and shows initials instead of names. */
const NAMES_KEY = 'bucky.room-names';

/** The workstation, or in front of it the room view when the address asks for it: `/#room=CT-1`. */
export function Root(props: Omit<AppProps, 'onRoomView'>) {
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash);
  const room = roomOfHash(hash);
  const show = (next: string) => {
    window.location.hash = next;
  };
  if (room === null) {
    return (
      <App
        {...props}
        onRoomView={(name) => {
          show(hashOfRoom(name));
        }}
      />
    );
  }
  return (
    <RoomView
      api={props.api}
      toasts={props.toasts}
      room={room}
      areNamesShort={window.localStorage.getItem(NAMES_KEY) === 'short'}
      onRoom={(name) => {
        show(hashOfRoom(name));
      }}
      onLeave={() => {
        show('');
      }}
    />
  );
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}
