import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import type { ListItem } from './list-items.ts';
import { ListWindow, type ListView } from './list-window.ts';

/** The visible part of `items` in a scroller, and a way to bring a line into sight. */
export function useListWindow(
  items: readonly ListItem[],
  scrollerRef: RefObject<HTMLElement | null>,
): { readonly view: ListView; readonly window: ListWindow } {
  const [window] = useState(() => new ListWindow());
  const view = useSyncExternalStore(window.subscribe, window.get);
  useLayoutEffect(() => {
    const scroller = scrollerRef.current;
    return scroller ? window.attach(scroller) : undefined;
  }, [window, scrollerRef]);
  useLayoutEffect(() => {
    window.setItems(items);
  }, [window, items]);
  return { view, window };
}
