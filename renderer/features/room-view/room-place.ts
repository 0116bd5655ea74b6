const PREFIX = '#room=';

/** Name of the room in `#room=CT-1`; null when the address is of another page. Empty: the room is still to be chosen. */
export function roomOfHash(hash: string): string | null {
  if (!hash.startsWith(PREFIX)) return null;
  try {
    return decodeURIComponent(hash.slice(PREFIX.length));
  } catch {
    return '';
  }
}

export function hashOfRoom(room: string): string {
  return `${PREFIX}${encodeURIComponent(room)}`;
}
