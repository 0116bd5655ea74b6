import { COMMAND_FIELD } from '../../main/core/association/dimse/command-field.ts';
import {
  COMMAND_ELEMENT,
  encodeCommandSet,
  type CommandValue,
} from '../../main/core/association/dimse/command-set.ts';
import { NO_USER_INFORMATION, type UserInformation } from '../../main/core/association/pdu/associate-pdu.ts';
import {
  ABORT,
  associateRequest,
  dataPdu,
  RELEASE_REQUEST,
  type Pdv,
} from '../integration/association/raw-pdus.ts';
import { element, EXPLICIT, IMPLICIT } from '../support/encode-data-set.ts';
import type { FuzzContext } from './fuzz-contexts.ts';
import { FUZZ_CONTEXTS, toProposedContexts } from './fuzz-contexts.ts';
import type { Random } from './random.ts';
import { randomDataSet } from './random-data-set.ts';

export interface FuzzCase {
  readonly kind: string;
  readonly bytes: Buffer;
  /**
   * `sound` PDUs end where they say, so that a C-ECHO after them must be answered or the association aborted. After
   * `broken` ones nothing is owed but that the connection ends when we close it.
   */
  readonly framing: 'sound' | 'broken';
  /** Sent in place of an A-ASSOCIATE-RQ. */
  readonly isOpening: boolean;
}

const FIELDS = Object.values(COMMAND_FIELD);
const IMPLICIT_UID = '1.2.840.10008.1.2';

/** The case of this number: always the same for the same random numbers. */
export function randomCase(random: Random): FuzzCase {
  const kind = random.pick([
    'operation',
    'operation',
    'operation',
    'operation',
    'command',
    'fragments',
    'stray',
    'opening',
    'bytes',
  ] as const);
  switch (kind) {
    case 'operation':
      return sound(kind, operation(random));
    case 'command':
      return sound(
        kind,
        message(
          random,
          random.pick(FUZZ_CONTEXTS),
          randomCommand(random),
          random.chance(0.5) ? randomDataSet(random) : null,
        ),
      );
    case 'fragments':
      return sound(kind, fragments(random));
    case 'stray':
      return sound(kind, stray(random));
    case 'opening':
      return { kind, bytes: opening(random), framing: 'broken', isOpening: true };
    case 'bytes':
      return { kind, bytes: random.mutate(operation(random)), framing: 'broken', isOpening: false };
  }
}

function sound(kind: string, bytes: Buffer): FuzzCase {
  return { kind, bytes, framing: 'sound', isOpening: false };
}

/** A request that is right as a command, with a data set that may be anything. */
function operation(random: Random): Buffer {
  const context = random.pick(FUZZ_CONTEXTS);
  const field = random.chance(0.9) ? random.pick(context.fields) : random.pick(FIELDS);
  const isNormalized = field >= COMMAND_FIELD.eventReportRequest && field <= COMMAND_FIELD.deleteRequest;
  const isRequested =
    isNormalized && field !== COMMAND_FIELD.createRequest && field !== COMMAND_FIELD.eventReportRequest;
  const hasDataSet = field !== COMMAND_FIELD.echoRequest && field !== COMMAND_FIELD.normalizedGetRequest;
  const values: CommandValue[] = [
    {
      element: isRequested ? COMMAND_ELEMENT.requestedSopClassUid : COMMAND_ELEMENT.affectedSopClassUid,
      value: context.sopClassUid,
    },
    { element: COMMAND_ELEMENT.commandField, value: field },
    { element: COMMAND_ELEMENT.messageId, value: random.below(0x7000) },
  ];
  if (field === COMMAND_FIELD.moveRequest)
    values.push({
      element: COMMAND_ELEMENT.moveDestination,
      value: random.pick(['NOWHERE', '', 'A'.repeat(99)]),
    });
  values.push(
    { element: COMMAND_ELEMENT.priority, value: random.below(4) },
    { element: COMMAND_ELEMENT.commandDataSetType, value: hasDataSet ? 1 : 0x0101 },
  );
  const uid = random.pick([
    '1.2.3.4',
    '1.2.3.5',
    '',
    '9'.repeat(200),
    '1.2.840.10008.1.20.1.1',
    'not a uid',
    `1.2.${random.below(1e9)}`,
  ]);
  values.push({
    element: isRequested ? COMMAND_ELEMENT.requestedSopInstanceUid : COMMAND_ELEMENT.affectedSopInstanceUid,
    value: uid,
  });
  if (field === COMMAND_FIELD.actionRequest)
    values.push({ element: COMMAND_ELEMENT.actionTypeId, value: random.below(3) });
  const encoding = context.transferSyntaxUid === IMPLICIT_UID ? IMPLICIT : EXPLICIT;
  const dataSet = hasDataSet
    ? randomDataSet(random, random.chance(0.95) ? encoding : random.pick([IMPLICIT, EXPLICIT]))
    : null;
  return message(random, context, encodeCommandSet(values), dataSet);
}

/** Any elements, in any order, with lengths that may not be true. */
function randomCommand(random: Random): Buffer {
  const elements = Object.values(COMMAND_ELEMENT);
  const parts = Array.from({ length: random.below(10) }, () => {
    const tag = random.chance(0.95) ? random.pick(elements) : random.below(0xffffffff);
    const value = random.chance(0.5)
      ? random.pick(FIELDS)
      : random.bytes(random.below(80)).toString('latin1');
    return element(tag, 'US', typeof value === 'number' ? value : Buffer.from(value, 'latin1'), IMPLICIT);
  });
  const field = random.chance(0.8)
    ? [element(COMMAND_ELEMENT.commandField, 'US', random.pick(FIELDS), IMPLICIT)]
    : [];
  const id = random.chance(0.8)
    ? [element(COMMAND_ELEMENT.messageId, 'US', random.below(0x7000), IMPLICIT)]
    : [];
  const set = Buffer.concat([...field, ...id, ...parts]);
  return random.chance(0.3) ? random.mutate(set) : set;
}

/** One message in PDUs and fragments of any size. */
function message(random: Random, context: FuzzContext, commandSet: Buffer, dataSet: Buffer | null): Buffer {
  const pdvs: Pdv[] = [...cut(random, context.id, 'command', commandSet)];
  if (dataSet) pdvs.push(...cut(random, context.id, 'data', dataSet));
  return inPdus(random, pdvs);
}

function cut(random: Random, contextId: number, kind: Pdv['kind'], bytes: Buffer): readonly Pdv[] {
  const pdvs: Pdv[] = [];
  let offset = 0;
  do {
    const end = random.chance(0.7) ? bytes.length : Math.min(bytes.length, offset + random.below(200));
    pdvs.push({ contextId, kind, bytes: bytes.subarray(offset, end), isLast: end === bytes.length });
    offset = end;
  } while (offset < bytes.length && pdvs.length < 50);
  return pdvs;
}

function inPdus(random: Random, pdvs: readonly Pdv[]): Buffer {
  const pdus: Buffer[] = [];
  for (let at = 0; at < pdvs.length;) {
    const count = 1 + random.below(3);
    pdus.push(dataPdu(...pdvs.slice(at, at + count)));
    at += count;
  }
  return Buffer.concat(pdus);
}

/** Fragments that belong to nothing in particular. */
function fragments(random: Random): Buffer {
  const pdvs = Array.from({ length: 1 + random.below(5) }, () => ({
    contextId: random.chance(0.8) ? random.pick(FUZZ_CONTEXTS).id : random.below(256),
    kind: random.pick(['command', 'data'] as const),
    bytes: random.bytes(random.below(64)),
    isLast: random.chance(0.5),
  }));
  return inPdus(random, pdvs);
}

/** PDUs of other kinds, cancels and responses to nothing. */
function stray(random: Random): Buffer {
  const context = random.pick(FUZZ_CONTEXTS);
  const field = random.pick([
    COMMAND_FIELD.cancelRequest,
    COMMAND_FIELD.storeResponse,
    COMMAND_FIELD.echoResponse,
    0x8020,
  ]);
  const cancel = encodeCommandSet([
    { element: COMMAND_ELEMENT.commandField, value: field },
    { element: COMMAND_ELEMENT.messageIdBeingRespondedTo, value: random.below(10) },
    { element: COMMAND_ELEMENT.commandDataSetType, value: 0x0101 },
    { element: COMMAND_ELEMENT.status, value: random.below(0xffff) },
  ]);
  const after = message(random, context, cancel, null);
  return random.pick([
    () => Buffer.concat([operation(random), after]),
    () => after,
    () => RELEASE_REQUEST,
    () => Buffer.concat([operation(random), RELEASE_REQUEST]),
    () => Buffer.concat([operation(random), ABORT]),
    () => associateRequest(),
    () => Buffer.from('02000000000400000000', 'hex'),
    () => Buffer.concat([operation(random), operation(random), operation(random)]),
  ])();
}

function opening(random: Random): Buffer {
  const userInformation: UserInformation = {
    ...NO_USER_INFORMATION,
    maxPduBytes: random.pick([0, 1, 16_384, 0xffffffff]),
    asynchronousOperationsWindow: random.chance(0.5)
      ? { maxInvoked: random.below(5), maxPerformed: random.below(5) }
      : null,
    roleSelections: Array.from({ length: random.below(4) }, () => ({
      sopClassUid: random.pick(FUZZ_CONTEXTS).sopClassUid,
      isScu: random.chance(0.5),
      isScp: random.chance(0.5),
    })),
    extendedNegotiations: Array.from({ length: random.below(4) }, () => ({
      sopClassUid: random.pick(FUZZ_CONTEXTS).sopClassUid,
      applicationInformation: random.bytes(random.below(12)),
    })),
    userIdentity: random.chance(0.3)
      ? {
          type: random.below(7),
          isResponseRequested: random.chance(0.5),
          primaryField: random.bytes(random.below(40)),
          secondaryField: random.bytes(random.below(40)),
        }
      : null,
  };
  const request = associateRequest({ userInformation, presentationContexts: toProposedContexts() });
  return random.chance(0.6) ? random.mutate(request) : Buffer.concat([request, operation(random)]);
}
