import { COMMAND_FIELD } from '../../main/core/association/dimse/command-field.ts';
import type { ProposedContext } from '../../main/core/association/pdu/associate-pdu.ts';

export interface FuzzContext {
  readonly id: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** Operations that belong to the class. */
  readonly fields: readonly number[];
}

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const { storeRequest, findRequest, moveRequest, getRequest, echoRequest } = COMMAND_FIELD;
const { createRequest, setRequest, actionRequest, normalizedGetRequest, deleteRequest } = COMMAND_FIELD;

const CLASSES: readonly (readonly [
  sopClassUid: string,
  transferSyntaxUid: string,
  fields: readonly number[],
])[] = [
  ['1.2.840.10008.1.1', IMPLICIT, [echoRequest]],
  ['1.2.840.10008.5.1.4.1.2.1.1', IMPLICIT, [findRequest]],
  ['1.2.840.10008.5.1.4.1.2.2.1', EXPLICIT, [findRequest]],
  ['1.2.840.10008.5.1.4.1.2.2.2', IMPLICIT, [moveRequest]],
  ['1.2.840.10008.5.1.4.1.2.2.3', EXPLICIT, [getRequest]],
  ['1.2.840.10008.5.1.4.31', EXPLICIT, [findRequest]],
  ['1.2.840.10008.3.1.2.3.3', IMPLICIT, [createRequest, setRequest]],
  ['1.2.840.10008.3.1.2.3.4', IMPLICIT, [normalizedGetRequest]],
  ['1.2.840.10008.1.20.1', EXPLICIT, [actionRequest, deleteRequest]],
  ['1.2.840.10008.5.1.4.1.1.2', EXPLICIT, [storeRequest]],
];

/** One context for each class; the first is the connection test. */
export const FUZZ_CONTEXTS: readonly FuzzContext[] = CLASSES.map(
  ([sopClassUid, transferSyntaxUid, fields], index) => ({
    id: 2 * index + 1,
    sopClassUid,
    transferSyntaxUid,
    fields,
  }),
);

export function toProposedContexts(): readonly ProposedContext[] {
  return FUZZ_CONTEXTS.map(({ id, sopClassUid, transferSyntaxUid }) => ({
    id,
    abstractSyntax: sopClassUid,
    transferSyntaxes: [transferSyntaxUid],
  }));
}
