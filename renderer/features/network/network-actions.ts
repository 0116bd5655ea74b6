import type { ApiError, Reply } from '../../../preload/contract/command.ts';
import type { CallerRules, DeviceRow, HeldCallerRow } from '../../../preload/contract/devices.ts';
import type { Toast } from '../../ui/toast-store.ts';
import type { NetworkApi, NetworkStore } from './network-store.ts';
import { UNKNOWN_CALLER_RULES, wishesText, type Right } from './network-words.ts';

export interface NetworkActions {
  /** Without limits: with all that it asked for. @returns the device, or null */
  readonly accept: (
    caller: HeldCallerRow,
    limits: { readonly name: string; readonly rights: readonly Right[] } | null,
  ) => Promise<DeviceRow | null>;
  readonly refuse: (caller: HeldCallerRow) => Promise<void>;
  readonly dismiss: (caller: HeldCallerRow) => Promise<void>;
  readonly remove: (device: DeviceRow) => Promise<void>;
  readonly setUnknownCallers: (rules: CallerRules, to: CallerRules['unknownCallers']) => Promise<void>;
  /** @param done what is said then */
  readonly copy: (text: string, done: string) => Promise<void>;
}

/** What a person does to callers and devices; what can be undone says so. */
export function createNetworkActions(
  api: NetworkApi,
  store: NetworkStore,
  onSay: (toast: Omit<Toast, 'id'>) => void,
): NetworkActions {
  /** Shows what has changed, or says why nothing has. */
  const settle = <T>(reply: Reply<T>): T | null => {
    if (reply.ok) {
      store.askAgain();
      return reply.value;
    }
    onSay({ level: 'repeat', text: complaint(reply.error) });
    return null;
  };
  const undoBy = ({ deviceKey }: DeviceRow) => ({
    label: 'Undo',
    run: () => {
      if (deviceKey !== null) void api.call('devices.remove', { deviceKey }).then(settle);
    },
  });
  return {
    accept: async ({ callerKey }, limits) => {
      const device = settle(
        await api.call('callers.accept', {
          callerKey,
          name: limits?.name ?? null,
          rights: limits ? [...limits.rights] : null,
        }),
      );
      if (device) {
        const may =
          device.rights.length === 0 ? 'It may do nothing.' : `It may ${wishesText(device.rights)}.`;
        onSay({ level: 'good', text: `${device.name} is a device now. ${may}`, action: undoBy(device) });
      }
      return device;
    },
    refuse: async ({ callerKey }) => {
      const device = settle(await api.call('callers.refuse', { callerKey }));
      if (device)
        onSay({ level: 'info', text: `${device.name} is refused from now on.`, action: undoBy(device) });
    },
    dismiss: async ({ callerKey, aeTitle }) => {
      if (settle(await api.call('callers.dismiss', { callerKey })))
        onSay({ level: 'info', text: `${aeTitle} comes back here when it is denied something new.` });
    },
    remove: async ({ deviceKey, name }) => {
      if (deviceKey !== null && settle(await api.call('devices.remove', { deviceKey })))
        onSay({ level: 'info', text: `${name} was removed.` });
    },
    setUnknownCallers: async (rules, to) => {
      const answer = settle(await api.call('callers.setRules', { ...rules, unknownCallers: to }));
      const rule = UNKNOWN_CALLER_RULES.find(({ value }) => value === answer?.rules.unknownCallers);
      if (rule) onSay({ level: 'info', text: rule.meaning });
    },
    copy: async (text, done) => {
      try {
        await navigator.clipboard.writeText(text);
        onSay({ level: 'good', text: done });
      } catch {
        onSay({ level: 'check', text: 'This could not be copied. Mark the text and copy it by hand.' });
      }
    },
  };
}

function complaint({ code, message }: ApiError): string {
  return code === 'denied' ? `Nothing was changed. ${message}` : message;
}
