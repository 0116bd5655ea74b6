import {
  deviceRowSchema,
  type CallRow,
  type deviceCommands,
  type DeviceDraft,
  type DeviceRow,
  type HeldCallerRow,
} from '../../../preload/contract/devices.ts';
import type { CallerActivity, DeviceUser, HeldCaller } from '../catalog/station-devices-model.ts';
import type { NotedCall } from '../devices/activity.ts';
import { explainAddress } from '../devices/check-device.ts';
import type { Device } from '../devices/device.ts';
import type { Devices } from '../devices/devices.ts';
import { hashPasscode } from '../devices/passcode.ts';
import type { Handlers } from './dispatch.ts';
import { done, fail } from './reply.ts';

export interface DeviceHandlerParts {
  readonly devices: Devices;
  /** Number of the newest event. */
  readonly sequence: () => number;
}

/** Answers the commands of known devices and of the inbox of unknown ones. */
export function createDeviceHandlers({
  devices,
  sequence,
}: DeviceHandlerParts): Pick<Handlers, keyof typeof deviceCommands> {
  const toRow = (device: Device) => toDeviceRow(device, groupActivity(devices).get(device.name) ?? []);
  return {
    'devices.list': () => {
      const activity = groupActivity(devices);
      return Promise.resolve(
        done({
          devices: devices.book.list().map((device) => toDeviceRow(device, activity.get(device.name) ?? [])),
          callers: devices.inbox.list().map((caller) => toCallerRow(caller, devices)),
          rules: { ...devices.rules },
          sequence: sequence(),
        }),
      );
    },
    'devices.calls': ({ limit }) =>
      Promise.resolve(
        done(
          devices.activity
            .notes()
            .slice(0, limit)
            .map((call) => toCallRow(call, devices)),
        ),
      ),
    'devices.save': async ({ deviceKey, draft, passcode }) => {
      const known = devices.book.list().find((device) => device.deviceKey === deviceKey);
      const user = await toUser(draft, passcode, deviceKey === null ? null : (known?.user ?? null));
      if (user === undefined) return done({ device: null, mistakes: [PASSCODE_MISSING] });
      const saved = await devices.save(deviceKey, { ...draft, user });
      if (saved.ok) return done({ device: toRow(saved.value), mistakes: [] });
      if (saved.error === 'gone') return fail('not-found', NO_SUCH_DEVICE);
      return done({ device: null, mistakes: saved.error.map((mistake) => ({ ...mistake })) });
    },
    'devices.remove': async ({ deviceKey }) =>
      (await devices.book.remove(deviceKey)) ? done({}) : fail('not-found', NO_SUCH_DEVICE),
    'callers.accept': async ({ callerKey, name, rights }) => {
      const accepted = await devices.accept(callerKey, { name, rights });
      return accepted.ok ? done(toRow(accepted.value)) : fail('not-found', NO_SUCH_CALLER);
    },
    'callers.refuse': async ({ callerKey }) => {
      const refused = await devices.refuse(callerKey);
      return refused.ok ? done(toRow(refused.value)) : fail('not-found', NO_SUCH_CALLER);
    },
    'callers.dismiss': async ({ callerKey }) =>
      (await devices.dismiss(callerKey)) ? done({}) : fail('not-found', NO_SUCH_CALLER),
    'callers.setRules': async (rules) => {
      const set = await devices.setRules(rules);
      if (set.ok) return done({ rules: { ...set.value }, mistakes: [] });
      const mistake = { field: 'allowedAddresses' as const, message: explainAddress(set.error) };
      return done({ rules: { ...devices.rules }, mistakes: [mistake] });
    },
  };
}

const NO_SUCH_DEVICE = 'This device is not there any more: somebody removed it.';
const NO_SUCH_CALLER = 'This caller is not in the inbox any more.';
const PASSCODE_MISSING = { field: 'passcode', message: 'Enter the passcode that belongs to the user name.' };

/** @returns undefined when a passcode is missing */
async function toUser(
  { userName }: DeviceDraft,
  passcode: string | null,
  known: DeviceUser | null,
): Promise<DeviceUser | null | undefined> {
  if (userName === null || userName === '') return null;
  if (passcode !== null) return { userName, passcodeHash: await hashPasscode(passcode) };
  return known === null ? undefined : { userName, passcodeHash: known.passcodeHash };
}

/** What callers did, by the name of the device that each is. */
function groupActivity({ book, activity }: Devices): ReadonlyMap<string, readonly CallerActivity[]> {
  return Map.groupBy(
    activity.callers(),
    ({ aeTitle, address }) => book.findCaller(aeTitle, address)?.name ?? '', // no device has an empty name
  );
}

/** What is beside the row, such as the hash of a passcode, is left out by the schema. */
function toDeviceRow(device: Device, calls: readonly CallerActivity[]): DeviceRow {
  return deviceRowSchema.parse({
    ...device,
    userName: device.user?.userName ?? null,
    lastCallAtMs: calls.length === 0 ? null : Math.max(...calls.map(({ lastCallAtMs }) => lastCallAtMs)),
    storedToday: calls.reduce((sum, { storedCount }) => sum + storedCount, 0),
  });
}

function toCallRow({ atMs, aeTitle, address, result, words }: NotedCall, devices: Devices): CallRow {
  return { atMs, name: devices.nameOf({ aeTitle, address }), aeTitle, address, result, words };
}

function toCallerRow(caller: HeldCaller, devices: Devices): HeldCallerRow {
  return {
    ...caller,
    askedFor: [...caller.askedFor],
    denied: [...caller.denied],
    isKnownElsewhere: devices.book.isKnownTitle(caller.aeTitle),
  };
}
