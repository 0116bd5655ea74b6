import { describe, expect, it } from 'vitest';
import { ACTIONS, findAction, STATES, TRANSITIONS, type State, type UpperLayerEvent } from './state-table.ts';

/** PS3.8 Table 9-10, typed off row by row: columns Sta1 to Sta13, a dot for a blank cell. */
const TABLE_9_10 = `
associate-request          AE-1 .    .    .    .    .    .    .    .    .     .    .    .
transport-confirm          .    .    .    AE-2 .    .    .    .    .    .     .    .    .
associate-ac-pdu           .    AA-1 AA-8 .    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
associate-rj-pdu           .    AA-1 AA-8 .    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
transport-indication       AE-5 .    .    .    .    .    .    .    .    .     .    .    .
associate-rq-pdu           .    AE-6 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
associate-response-accept  .    .    AE-7 .    .    .    .    .    .    .     .    .    .
associate-response-reject  .    .    AE-8 .    .    .    .    .    .    .     .    .    .
data-request               .    .    .    .    .    DT-1 .    AR-7 .    .     .    .    .
data-pdu                   .    AA-1 AA-8 .    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
release-request            .    .    .    .    .    AR-1 .    .    .    .     .    .    .
release-rq-pdu             .    AA-1 AA-8 .    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
release-rp-pdu             .    AA-1 AA-8 .    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
release-response           .    .    .    .    .    .    .    AR-4 AR-9 .     .    AR-4 .
abort-request              .    .    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 .
abort-pdu                  .    AA-2 AA-3 .    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
transport-closed           .    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
artim-expired              .    AA-2 .    .    .    .    .    .    .    .     .    .    AA-2
invalid-pdu                .    AA-1 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
`;

const rows = TABLE_9_10.trim()
  .split('\n')
  .map((line) => line.split(/\s+/));
const states = Object.keys(STATES) as State[]; // the keys of the constant itself

describe('the state table', () => {
  it('knows the thirteen states and nineteen events of the standard', () => {
    expect(states).toHaveLength(13);
    expect(Object.keys(TRANSITIONS)).toEqual(rows.map(([event]) => event));
  });

  it.each(rows)('does in each state what Table 9-10 says on %s', (event, ...cells) => {
    const actions = states.map((state) => findAction(event as UpperLayerEvent, state) ?? '.'); // names checked above
    expect(actions).toEqual(cells);
  });

  it('uses every action of Tables 9-6 to 9-9', () => {
    const used = new Set(Object.values(TRANSITIONS).flatMap((row) => Object.values(row)));
    expect([...used].toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  });

  it('reaches every state from idle', () => {
    const reached = new Set<string>(['Sta1']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const state of states.filter((candidate) => reached.has(candidate))) {
        for (const event of Object.keys(TRANSITIONS) as UpperLayerEvent[]) {
          const action = findAction(event, state);
          if (action === null) continue;
          const { next } = ACTIONS[action];
          for (const name of typeof next === 'string' ? [next] : Object.values(next)) reached.add(name);
        }
      }
    }
    expect([...reached].toSorted()).toEqual(states.toSorted());
  });

  it('runs ARTIM exactly while a connection waits for an association or for its end', () => {
    const startsIn = Object.values(ACTIONS)
      .filter(({ steps }) => (steps as readonly string[]).includes('start-artim'))
      .map(({ next }) => next);
    expect(new Set(startsIn)).toEqual(new Set(['Sta2', 'Sta13']));
  });
});
