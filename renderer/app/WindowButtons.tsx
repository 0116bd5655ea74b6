import { Minus, Square, X } from 'lucide-react';
import type { BuckyBridge } from '../../preload/contract/transport.ts';
import { Icon } from '../ui/Icon.tsx';

const buttons = [
  { action: 'minimize', label: 'Minimize', icon: Minus },
  { action: 'toggle-maximize', label: 'Maximize or restore', icon: Square },
  { action: 'close', label: 'Close the window; reception goes on', icon: X },
] as const;

/** The frameless desktop window has no other buttons than these. */
export function WindowButtons({ bridge }: { readonly bridge: Pick<BuckyBridge, 'windowControl'> }) {
  return (
    <div className="title-bar__window">
      {buttons.map(({ action, label, icon }) => (
        <button
          key={action}
          type="button"
          className="title-bar__window-button"
          aria-label={label}
          title={label}
          onClick={() => {
            bridge.windowControl(action);
          }}
        >
          <Icon of={icon} size="small" />
        </button>
      ))}
    </div>
  );
}
