/** jsdom lays nothing out: this gives every element the size of a window, so that lists draw their rows. */
export function giveElementsASize(page: Window & typeof globalThis, widthPx = 1_600, heightPx = 800): void {
  Object.defineProperties(page.HTMLElement.prototype, {
    clientHeight: { configurable: true, get: () => heightPx },
    clientWidth: { configurable: true, get: () => widthPx },
  });
  page.HTMLElement.prototype.scrollTo = () => undefined;
  page.matchMedia = (query) => {
    const maxPx = Number(/max-width: (\d+)px/.exec(query)?.[1] ?? Infinity);
    const list = {
      media: query,
      matches: widthPx <= maxPx,
      addEventListener: none,
      removeEventListener: none,
    };
    return list as unknown as MediaQueryList; // the part of it that is used
  };
}

function none(): void {
  // A window of one size never tells of a change.
}
