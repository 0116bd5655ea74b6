import { NEW_DEVICE, type DeviceSettings } from '../catalog/station-devices-model.ts';

/** Another station that is known here: a modality, an archive, a workstation. */
export interface Device extends DeviceSettings {
  /** Null for one of the configuration file, which is changed there. */
  readonly deviceKey: number | null;
  readonly name: string;
  readonly aeTitle: string;
}

/** A destination of the configuration file. */
export interface FileDestination extends Partial<DeviceSettings> {
  readonly name: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
}

/** One that we can call. */
export interface Destination extends Device {
  readonly port: number;
}

export function isDestination(device: Device): device is Destination {
  return device.host !== '' && device.port !== null;
}

export function toDevice(destination: FileDestination): Device {
  return { ...NEW_DEVICE, ...destination, deviceKey: null };
}
