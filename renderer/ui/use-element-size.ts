import { useCallback, useState } from 'react';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** Size of an element in CSS px, fresh when it changes. @returns the size (null before it is known) and a ref for it */
export function useElementSize(): readonly [
  ElementSize | null,
  (element: HTMLElement | null) => (() => void) | undefined,
] {
  const [size, setSize] = useState<ElementSize | null>(null);
  const attach = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const take = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((now) => (now?.width === width && now.height === height ? now : { width, height }));
    };
    take();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(take);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [size, attach];
}
