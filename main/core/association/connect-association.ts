import type { Result } from '../shared/result.ts';
import type { AssociationError } from './scu/association-error.ts';
import { ScuAssociation } from './scu/scu-association.ts';
import type { ConnectOptions } from './scu/scu-options.ts';

export type { AssociationError } from './scu/association-error.ts';
export type { OutgoingObject } from './dimse/request.ts';
export type { ScuAssociation } from './scu/scu-association.ts';
export type { ConnectOptions } from './scu/scu-options.ts';

/**
 * Opens an association with another station. To send objects as they are stored, propose one context for each pair of
 * SOP class and transfer syntax: of several in one context the peer picks a single one.
 *
 * @returns the association, also when the peer took none of the contexts; else why there is none, in plain words
 * @throws RangeError if there are no contexts or more than 128
 */
export function connectAssociation(
  options: ConnectOptions,
): Promise<Result<ScuAssociation, AssociationError>> {
  return ScuAssociation.open(options);
}
