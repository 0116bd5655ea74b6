import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { CinePlayer, type CineState } from '../../viewer/cine/cine-player.ts';
import type { StackEngine } from '../../viewer/engine/stack-engine.ts';

export interface Cine {
  readonly state: CineState;
  readonly toggle: () => void;
  readonly stop: () => void;
}

/** @param stackKey another stack, or a page that goes to the back, stops the film */
export function useCine(
  engineRef: RefObject<StackEngine | null>,
  stackKey: string | null,
  isActive: boolean,
): Cine {
  const [state, setState] = useState<CineState>({ phase: 'off' });
  const player = useRef<CinePlayer | null>(null);

  const stop = useCallback(() => {
    player.current?.stop();
    player.current = null;
  }, []);
  const toggle = useCallback(() => {
    if (player.current) {
      stop();
      return;
    }
    const engine = engineRef.current;
    if (!engine || engine.state.frameCount < 2) return;
    player.current = new CinePlayer(engine, setState);
    void player.current.start();
  }, [engineRef, stop]);

  useEffect(() => stop, [stackKey, isActive, stop]);
  return { state, toggle, stop };
}
