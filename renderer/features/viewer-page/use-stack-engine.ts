import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import {
  emptyStackState,
  type CreateStackEngine,
  type StackEngine,
  type StackState,
} from '../../viewer/engine/stack-engine.ts';
import type { ImageStack } from './stacks.ts';

export interface StackEngineHandle {
  readonly engineRef: RefObject<StackEngine | null>;
  readonly state: StackState;
  /** For the element in which the engine makes its canvas. */
  readonly attach: (host: HTMLElement | null) => (() => void) | undefined;
}

/**
 * Keeps one engine for the tile, outside of React: it lives as long as the element it draws in. Only its plain state
 * comes back.
 */
export function useStackEngine(
  createEngine: CreateStackEngine,
  stack: ImageStack | null,
  firstIndexOf: (stackKey: string) => number,
): StackEngineHandle {
  const engineRef = useRef<StackEngine | null>(null);
  const shownKey = useRef<string | null>(null);
  const [state, setState] = useState<StackState>(emptyStackState);

  const attach = useCallback(
    (host: HTMLElement | null) => {
      if (!host) return undefined;
      const engine = createEngine(host);
      engineRef.current = engine;
      shownKey.current = null;
      const leave = engine.subscribe(setState);
      return () => {
        leave();
        engine.close();
        engineRef.current = null;
      };
    },
    [createEngine],
  );

  useEffect(() => {
    const engine = engineRef.current;
    if (!engine) return;
    const key = stack?.key ?? null;
    if (key !== shownKey.current) {
      shownKey.current = key;
      engine.setStack(stack?.frames ?? [], key === null ? 0 : firstIndexOf(key));
    } else if (stack) {
      engine.updateStack(stack.frames);
    }
  }, [stack, firstIndexOf]);

  return { engineRef, state, attach };
}
