import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual';
import type { ListItem } from './list-items.ts';

/** Heights in px at 100 % text, as in `tokens.css` (`--row`) and `study-table.css`. */
const ROW_PX = 28;
export const GROUP_HEAD_PX = 22;
const TABLE_HEAD_PX = 28;
/** Rows drawn beyond the edges, so that a fast wheel meets no blank. */
const OVERSCAN_ROWS = 12;

interface VisibleItem {
  readonly item: ListItem;
  readonly index: number;
  /** From the upper edge of the list, in px. */
  readonly topPx: number;
}

export interface ListView {
  readonly visible: readonly VisibleItem[];
  readonly totalPx: number;
  /** Head of the group at the upper edge: it stays in sight. */
  readonly groupInView: ListItem | undefined;
}

type Options = VirtualizerOptions<HTMLElement, Element>;

/**
 * The part of a long list that is worth drawing. A store of its own rather than the library's hook, so that what React
 * sees is a plain value that changes when it should.
 */
export class ListWindow {
  readonly #virtualizer: Virtualizer<HTMLElement, Element>;
  readonly #listeners = new Set<() => void>();
  #items: readonly ListItem[] = [];
  #groupIndexes: readonly number[] = [];
  #scroller: HTMLElement | null = null;
  #view: ListView = { visible: [], totalPx: 0, groupInView: undefined };

  constructor() {
    this.#virtualizer = new Virtualizer(this.#options());
  }

  readonly get = (): ListView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** @returns a function that lets go of the scroller */
  attach(scroller: HTMLElement): () => void {
    this.#scroller = scroller;
    const leave = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
    this.#update();
    return () => {
      leave();
      this.#scroller = null;
    };
  }

  setItems(items: readonly ListItem[]): void {
    if (items === this.#items) return;
    this.#items = items;
    this.#groupIndexes = items.flatMap((item, index) => (item.kind === 'group' ? [index] : []));
    this.#virtualizer.setOptions(this.#options());
    this.#virtualizer._willUpdate();
    this.#update();
  }

  /** Scrolls no more than needed, and not under the sticky heads. */
  scrollToIndex(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: 'auto' });
  }

  #options(): Options {
    const items = this.#items;
    return {
      count: items.length,
      getScrollElement: () => this.#scroller,
      estimateSize: (index) => (items[index]?.kind === 'group' ? GROUP_HEAD_PX : ROW_PX),
      getItemKey: (index) => items[index]?.key ?? index,
      overscan: OVERSCAN_ROWS,
      scrollPaddingStart: TABLE_HEAD_PX + GROUP_HEAD_PX,
      scrollMargin: TABLE_HEAD_PX,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => {
        this.#update();
      },
    };
  }

  #update(): void {
    const virtualizer = this.#virtualizer;
    const offsetPx = (virtualizer.scrollOffset ?? 0) + TABLE_HEAD_PX;
    const topIndex = virtualizer.getVirtualItemForOffset(offsetPx)?.index ?? 0;
    const groupIndex = this.#groupIndexes.findLast((index) => index <= topIndex) ?? 0;
    const next: ListView = {
      visible: virtualizer.getVirtualItems().flatMap(({ index, start }) => {
        const item = this.#items[index];
        return item ? [{ item, index, topPx: start - TABLE_HEAD_PX }] : [];
      }),
      totalPx: virtualizer.getTotalSize(),
      groupInView: this.#items[groupIndex],
    };
    if (isSameView(this.#view, next)) return;
    this.#view = next;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Scrolling inside the drawn rows changes nothing that React has to know. */
function isSameView(a: ListView, b: ListView): boolean {
  return (
    a.totalPx === b.totalPx &&
    a.groupInView === b.groupInView &&
    a.visible.length === b.visible.length &&
    a.visible.every(
      (item, place) => item.item === b.visible[place]?.item && item.topPx === b.visible[place].topPx,
    )
  );
}
