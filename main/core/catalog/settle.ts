/** SQLite answers within the call; what it throws must reject all the same. */
export function settle<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
