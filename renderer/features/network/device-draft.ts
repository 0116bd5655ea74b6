import type { DeviceDraft, DeviceRow } from '../../../preload/contract/devices.ts';
import type { FieldMistake } from '../../ui/use-saving.ts';
import type { Right } from './network-words.ts';

/** A device as it stands in the form: numbers are texts until they are saved. */
export interface DeviceForm {
  readonly name: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: string;
  readonly rights: readonly Right[];
  readonly encryption: 'none' | 'bcp195' | 'older-devices';
  readonly callingAeTitle: string;
  readonly addressMask: string;
  readonly characterSet: string;
  readonly maxAssociations: string;
  readonly parallelAssociations: string;
  /** UIDs, with commas between them. */
  readonly transferSyntaxes: string;
  readonly isLossyAllowed: boolean;
  readonly commitmentReport: DeviceRow['commitmentReport'];
  readonly asksCommitment: boolean;
  readonly userName: string;
  /** Empty keeps the one that is set. */
  readonly passcode: string;
}

const EMPTY_FORM: DeviceForm = {
  name: '',
  aeTitle: '',
  host: '',
  port: '',
  rights: ['echo', 'store'],
  encryption: 'none',
  callingAeTitle: '',
  addressMask: '',
  characterSet: '',
  maxAssociations: '',
  parallelAssociations: '1',
  transferSyntaxes: '',
  isLossyAllowed: false,
  commitmentReport: 'either',
  asksCommitment: false,
  userName: '',
  passcode: '',
};

export function toForm(device: DeviceRow | null): DeviceForm {
  if (device === null) return EMPTY_FORM;
  return {
    name: device.name,
    aeTitle: device.aeTitle,
    host: device.host,
    port: device.port === null ? '' : String(device.port),
    rights: device.rights,
    encryption: device.isEncrypted ? device.tlsProfile : 'none',
    callingAeTitle: device.callingAeTitle,
    addressMask: device.addressMask,
    characterSet: device.characterSet,
    maxAssociations: device.maxAssociations === null ? '' : String(device.maxAssociations),
    parallelAssociations: String(device.parallelAssociations),
    transferSyntaxes: device.transferSyntaxes.join(', '),
    isLossyAllowed: device.isLossyAllowed,
    commitmentReport: device.commitmentReport,
    asksCommitment: device.asksCommitment,
    userName: device.userName ?? '',
    passcode: '',
  };
}

interface ReadForm {
  readonly draft: DeviceDraft;
  readonly mistakes: readonly FieldMistake[];
}

/** What a form says, and what of it is no number; all else is judged by the core. */
export function readForm(form: DeviceForm): ReadForm {
  const mistakes: FieldMistake[] = [];
  const readNumber = (
    field: 'port' | 'maxAssociations' | 'parallelAssociations',
    max: number,
    message: string,
  ) => {
    const text = form[field].trim();
    if (text === '') return null;
    const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > max) mistakes.push({ field, message });
    return value;
  };
  const draft: DeviceDraft = {
    name: form.name.trim(),
    aeTitle: form.aeTitle.trim(),
    host: form.host.trim(),
    port: readNumber('port', 65_535, 'A port is 1 to 65535.'),
    isEncrypted: form.encryption !== 'none',
    tlsProfile: form.encryption === 'older-devices' ? 'older-devices' : 'bcp195',
    callingAeTitle: form.callingAeTitle.trim(),
    addressMask: form.addressMask.trim(),
    rights: [...form.rights],
    characterSet: form.characterSet.trim(),
    maxAssociations: readNumber('maxAssociations', 1_000, 'Enter 1 to 1000, or nothing for no limit.'),
    parallelAssociations: readNumber('parallelAssociations', 16, 'Enter 1 to 16.') ?? 1,
    transferSyntaxes: form.transferSyntaxes.split(/[\s,]+/).filter((uid) => uid !== ''),
    isLossyAllowed: form.isLossyAllowed,
    commitmentReport: form.commitmentReport,
    asksCommitment: form.asksCommitment,
    userName: form.userName.trim() === '' ? null : form.userName.trim(),
  };
  return { draft, mistakes };
}
