import { useEffect, useRef, useState } from 'react';
import type { RoomState } from '../../../preload/contract/quality.ts';

/**
 * When "Patient may go" stood for this study and does not stand any more; the room has to hear of it.
 *
 * @returns Unix time in ms, or null
 */
export function useTakenBack(state: RoomState | null): number | null {
  const before = useRef({ studyInstanceUid: '', mayGo: false });
  const [takenBack, setTakenBack] = useState({ studyInstanceUid: '', atMs: 0 });
  const studyInstanceUid = state?.study?.studyInstanceUid ?? '';
  const mayGo = state?.patientMayGo ?? false;

  useEffect(() => {
    if (studyInstanceUid === '') return;
    const isTaken = before.current.mayGo && !mayGo && before.current.studyInstanceUid === studyInstanceUid;
    before.current = { studyInstanceUid, mayGo };
    if (isTaken) setTakenBack({ studyInstanceUid, atMs: Date.now() });
  }, [studyInstanceUid, mayGo]);

  const stands = takenBack.studyInstanceUid === studyInstanceUid && takenBack.atMs > 0 && !mayGo;
  return stands ? takenBack.atMs : null;
}
