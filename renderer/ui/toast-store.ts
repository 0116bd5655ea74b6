import type { FlagLevel } from './Flag.tsx';

/** Good news leaves by itself after this time; what failed stays until it is dismissed. */
export const TOAST_TIME_MS = 6_000;
const MAX_TOASTS = 4;

export interface Toast {
  readonly id: number;
  readonly level: FlagLevel | 'info';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

export interface ToastStore {
  /** Bound, for `useSyncExternalStore`. */
  readonly get: () => readonly Toast[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly show: (toast: Omit<Toast, 'id'>) => void;
  readonly dismiss: (id: number) => void;
}

/** One line at the lower right for what has just happened; the newest four are kept. */
export function createToastStore(): ToastStore {
  const listeners = new Set<() => void>();
  let toasts: readonly Toast[] = [];
  let nextId = 1;

  const set = (next: readonly Toast[]) => {
    toasts = next;
    for (const listener of [...listeners]) listener();
  };
  const dismiss = (id: number) => {
    set(toasts.filter((toast) => toast.id !== id));
  };

  return {
    get: () => toasts,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    show: (toast) => {
      const id = nextId++;
      set([...toasts, { ...toast, id }].slice(-MAX_TOASTS));
      const staysUntilDismissed = toast.level === 'repeat' || toast.level === 'critical';
      if (!staysUntilDismissed) setTimeout(dismiss, TOAST_TIME_MS, id);
    },
    dismiss,
  };
}
