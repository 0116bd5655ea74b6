/**
 * The DICOM upper layer protocol machine as data: PS3.8 section 9.2, Tables 9-1 to 9-10. `upper-layer.ts` runs it.
 *
 * Two liberties, both invisible on the wire: AE-6 always asks the user (here the policy is the user, so the provider
 * never refuses by itself), and AA-1 names the provider and its reason when a peer's bytes were the cause, where the
 * standard would send "service user" and lose the reason.
 */

export const STATES = {
  Sta1: 'idle',
  Sta2: 'connection open, awaiting A-ASSOCIATE-RQ',
  Sta3: 'awaiting the local answer to an A-ASSOCIATE-RQ',
  Sta4: 'awaiting the transport connection',
  Sta5: 'awaiting A-ASSOCIATE-AC or A-ASSOCIATE-RJ',
  Sta6: 'association established, ready for data',
  Sta7: 'awaiting A-RELEASE-RP',
  Sta8: 'awaiting the local answer to an A-RELEASE-RQ',
  Sta9: 'release collision, requestor side, awaiting the local answer',
  Sta10: 'release collision, acceptor side, awaiting A-RELEASE-RP',
  Sta11: 'release collision, requestor side, awaiting A-RELEASE-RP',
  Sta12: 'release collision, acceptor side, awaiting the local answer',
  Sta13: 'awaiting the end of the transport connection',
} as const;
export type State = keyof typeof STATES;

/** What an action does, in order. `send` writes the PDU that belongs to the event; `end` tells the user that the association is over. */
export type Step =
  | 'connect'
  | 'send'
  | 'send-abort'
  | 'indicate'
  | 'end'
  | 'end-by-fault'
  | 'start-artim'
  | 'stop-artim'
  | 'close-transport';

export interface Action {
  readonly steps: readonly Step[];
  /** Two where it depends on who asked for the association. */
  readonly next: State | { readonly requestor: State; readonly acceptor: State };
}

export const ACTIONS = {
  'AE-1': { steps: ['connect'], next: 'Sta4' },
  'AE-2': { steps: ['send'], next: 'Sta5' },
  'AE-3': { steps: ['indicate'], next: 'Sta6' },
  'AE-4': { steps: ['close-transport', 'end'], next: 'Sta1' },
  'AE-5': { steps: ['start-artim'], next: 'Sta2' },
  'AE-6': { steps: ['stop-artim', 'indicate'], next: 'Sta3' },
  'AE-7': { steps: ['send'], next: 'Sta6' },
  'AE-8': { steps: ['send', 'start-artim', 'end'], next: 'Sta13' },
  'DT-1': { steps: ['send'], next: 'Sta6' },
  'DT-2': { steps: ['indicate'], next: 'Sta6' },
  'AR-1': { steps: ['send'], next: 'Sta7' },
  'AR-2': { steps: ['indicate'], next: 'Sta8' },
  'AR-3': { steps: ['close-transport', 'end'], next: 'Sta1' },
  'AR-4': { steps: ['send', 'start-artim', 'end'], next: 'Sta13' },
  'AR-5': { steps: ['stop-artim'], next: 'Sta1' },
  'AR-6': { steps: ['indicate'], next: 'Sta7' },
  'AR-7': { steps: ['send'], next: 'Sta8' },
  'AR-8': { steps: ['indicate'], next: { requestor: 'Sta9', acceptor: 'Sta10' } },
  'AR-9': { steps: ['send'], next: 'Sta11' },
  'AR-10': { steps: ['indicate'], next: 'Sta12' },
  'AA-1': { steps: ['send-abort', 'start-artim', 'end-by-fault'], next: 'Sta13' },
  'AA-2': { steps: ['stop-artim', 'close-transport', 'end'], next: 'Sta1' },
  'AA-3': { steps: ['close-transport', 'end'], next: 'Sta1' },
  'AA-4': { steps: ['end'], next: 'Sta1' },
  'AA-5': { steps: ['stop-artim', 'end'], next: 'Sta1' },
  'AA-6': { steps: [], next: 'Sta13' },
  'AA-7': { steps: ['send-abort'], next: 'Sta13' },
  'AA-8': { steps: ['send-abort', 'start-artim', 'end-by-fault'], next: 'Sta13' },
} as const satisfies Record<string, Action>;
export type ActionName = keyof typeof ACTIONS;

type Row = Readonly<Partial<Record<State, ActionName>>>;

const ASSOCIATION_STATES = [
  'Sta3',
  'Sta5',
  'Sta6',
  'Sta7',
  'Sta8',
  'Sta9',
  'Sta10',
  'Sta11',
  'Sta12',
] as const satisfies readonly State[];

function inEveryAssociationState(action: ActionName): Row {
  return Object.fromEntries(ASSOCIATION_STATES.map((state) => [state, action]));
}

/** What most PDUs do where they do not belong. */
const unexpectedPdu: Row = { Sta2: 'AA-1', ...inEveryAssociationState('AA-8'), Sta13: 'AA-6' };

/** Table 9-10. An absent cell cannot happen; Evt1 to Evt19 stand in the comments. */
export const TRANSITIONS = {
  /* Evt1 */ 'associate-request': { Sta1: 'AE-1' },
  /* Evt2 */ 'transport-confirm': { Sta4: 'AE-2' },
  /* Evt3 */ 'associate-ac-pdu': { ...unexpectedPdu, Sta5: 'AE-3' },
  /* Evt4 */ 'associate-rj-pdu': { ...unexpectedPdu, Sta5: 'AE-4' },
  /* Evt5 */ 'transport-indication': { Sta1: 'AE-5' },
  /* Evt6 */ 'associate-rq-pdu': { ...unexpectedPdu, Sta2: 'AE-6', Sta13: 'AA-7' },
  /* Evt7 */ 'associate-response-accept': { Sta3: 'AE-7' },
  /* Evt8 */ 'associate-response-reject': { Sta3: 'AE-8' },
  /* Evt9 */ 'data-request': { Sta6: 'DT-1', Sta8: 'AR-7' },
  /* Evt10 */ 'data-pdu': { ...unexpectedPdu, Sta6: 'DT-2', Sta7: 'AR-6' },
  /* Evt11 */ 'release-request': { Sta6: 'AR-1' },
  /* Evt12 */ 'release-rq-pdu': { ...unexpectedPdu, Sta6: 'AR-2', Sta7: 'AR-8' },
  /* Evt13 */ 'release-rp-pdu': { ...unexpectedPdu, Sta7: 'AR-3', Sta10: 'AR-10', Sta11: 'AR-3' },
  /* Evt14 */ 'release-response': { Sta8: 'AR-4', Sta9: 'AR-9', Sta12: 'AR-4' },
  /* Evt15 */ 'abort-request': { ...inEveryAssociationState('AA-1'), Sta4: 'AA-2' },
  /* Evt16 */ 'abort-pdu': { ...inEveryAssociationState('AA-3'), Sta2: 'AA-2', Sta13: 'AA-2' },
  /* Evt17 */ 'transport-closed': {
    ...inEveryAssociationState('AA-4'),
    Sta2: 'AA-5',
    Sta4: 'AA-4',
    Sta13: 'AR-5',
  },
  /* Evt18 */ 'artim-expired': { Sta2: 'AA-2', Sta13: 'AA-2' },
  /* Evt19 */ 'invalid-pdu': { ...unexpectedPdu, Sta13: 'AA-7' },
} as const satisfies Record<string, Row>;
export type UpperLayerEvent = keyof typeof TRANSITIONS;

/** @returns null for a blank cell of Table 9-10 */
export function findAction(event: UpperLayerEvent, state: State): ActionName | null {
  const row: Row = TRANSITIONS[event];
  return row[state] ?? null;
}
