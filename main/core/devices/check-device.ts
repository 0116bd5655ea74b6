import type { DeviceSettings } from '../catalog/station-devices-model.ts';
import { findCharacterSetTerm } from '../dicom/charset/character-sets.ts';
import { findTransferSyntax } from '../dicom/transfer-syntax.ts';
import { parseAddressMask } from '../shared/address-mask.ts';

/** What cannot be used of a device that somebody entered, in plain words. */
export interface DeviceMistake {
  readonly field: keyof DeviceSettings | 'name' | 'aeTitle';
  readonly message: string;
}

export interface DeviceDraft extends DeviceSettings {
  readonly name: string;
  readonly aeTitle: string;
}

/** PS3.5 section 6.2: no backslash, no control character. */
const AE_TITLE = /^[\x20-\x5b\x5d-\x7e]{1,16}$/;

export function findDeviceMistakes(draft: DeviceDraft): readonly DeviceMistake[] {
  const mistakes: DeviceMistake[] = [];
  const complain = (field: DeviceMistake['field'], message: string) => {
    mistakes.push({ field, message });
  };
  if (draft.name.trim() === '') complain('name', 'Give the device a name.');
  if (draft.aeTitle.trim() === '' || !AE_TITLE.test(draft.aeTitle)) {
    complain('aeTitle', 'An AE title has 1 to 16 letters, digits or signs, and no backslash.');
  }
  if (draft.callingAeTitle !== '' && !AE_TITLE.test(draft.callingAeTitle)) {
    complain('callingAeTitle', 'An AE title has at most 16 letters, digits or signs, and no backslash.');
  }
  if (draft.host !== '' && draft.port === null) complain('port', 'Enter the port at which it listens.');
  if (draft.host === '' && draft.port !== null) complain('host', 'Enter its name or address on the network.');
  const mask = parseAddressMask(draft.addressMask);
  if (!mask.ok) {
    complain('addressMask', explainAddress(mask.error));
  }
  const terms = draft.characterSet.split('\\');
  if (draft.characterSet !== '' && !terms.every((term) => findCharacterSetTerm(term) !== null)) {
    complain('characterSet', 'This character set is not known. Most devices use ISO_IR 100 or ISO_IR 192.');
  }
  const unknown = draft.transferSyntaxes.find((uid) => findTransferSyntax(uid) === null);
  if (unknown !== undefined) complain('transferSyntaxes', `${unknown} is no transfer syntax.`);
  return mistakes;
}

/** @param part of a list of addresses, which is none */
export function explainAddress(part: string): string {
  return `“${part}” is no address. Write 192.168.1.20, or 192.168.1.0/24 for a range.`;
}
