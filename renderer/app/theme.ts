const THEME_KEY = 'bucky.theme';

/** Dark unless this browser or window stored `light`. */
export function applyStoredTheme(storage: Pick<Storage, 'getItem'>, root: HTMLElement): void {
  if (storage.getItem(THEME_KEY) === 'light') root.dataset['theme'] = 'light';
  else delete root.dataset['theme'];
}
