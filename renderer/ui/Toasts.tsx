import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Flag } from './Flag.tsx';
import { IconButton } from './IconButton.tsx';
import type { ToastStore } from './toast-store.ts';
import './toasts.css';

/** Lower right of the chrome. Failures are announced at once, the rest politely. */
export function Toasts({ store }: { readonly store: ToastStore }) {
  const toasts = useSyncExternalStore(store.subscribe, store.get);
  return (
    <ol className="toasts" aria-label="Messages">
      {toasts.map((toast) => (
        <li
          key={toast.id}
          className="toast"
          role={toast.level === 'repeat' || toast.level === 'critical' ? 'alert' : 'status'}
        >
          {toast.level !== 'info' && <Flag level={toast.level} />}
          <span className="toast__text">{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="toast__action"
              onClick={() => {
                store.dismiss(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton
            icon={X}
            label="Dismiss"
            onClick={() => {
              store.dismiss(toast.id);
            }}
          />
        </li>
      ))}
    </ol>
  );
}
