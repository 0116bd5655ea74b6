import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../../../main/core/association/connect-association.ts';
import type { ListenerOptions } from '../../../main/core/association/listener-options.ts';
import type { AssociationPeer } from '../../../main/core/association/store-handler.ts';
import type { CallerPolicy } from '../../../main/core/shared/caller-policy.ts';
import {
  COMMITMENT,
  MemoryServices,
  PROCEDURE_STEP,
  STUDY_ROOT_FIND,
  STUDY_ROOT_GET,
  studyIdentifier,
} from './memory-services.ts';
import { CT_IMAGE, EXPLICIT, IMPLICIT, VERIFICATION } from './raw-pdus.ts';
import { aStation, anAssociation, expectEcho, type Station } from './station.ts';

let station: Station;
let services: MemoryServices;
beforeEach(async () => {
  services = new MemoryServices();
  station = await aStation({}, { services: services.list });
});
afterEach(async () => {
  await station.listener.close();
});

const CONTEXTS = [VERIFICATION, STUDY_ROOT_FIND, STUDY_ROOT_GET, PROCEDURE_STEP, COMMITMENT].map(
  (sopClassUid) => ({ sopClassUid, transferSyntaxUids: [IMPLICIT] }),
);
const CT_CONTEXT = { sopClassUid: CT_IMAGE, transferSyntaxUids: [EXPLICIT] };

function open(options: Partial<ConnectOptions> = {}) {
  return anAssociation(station.port, { contexts: [...CONTEXTS, CT_CONTEXT], ...options });
}

const QUERY = { sopClassUid: STUDY_ROOT_FIND, encode: (syntax: string) => studyIdentifier(syntax) };

describe('a caller', () => {
  async function aPolicedStation(policy: CallerPolicy, options: Partial<ListenerOptions> = {}) {
    await station.listener.close();
    station = await aStation(options, { services: services.list, callerPolicy: policy });
  }

  it('is let in for what it may do, and what else it asked for is told', async () => {
    await aPolicedStation({
      decide: () => ({ kind: 'accept', rights: new Set(['echo', 'store'] as const) }),
    });
    const association = await open();
    expect(association.contexts.map(({ sopClassUid }) => sopClassUid)).toEqual([VERIFICATION, CT_IMAGE]);
    await association.release();
    expect(station.observer.denied.sort()).toEqual(['commitment', 'procedure-step', 'query', 'retrieve']);
  });

  it.each([
    ['unknown-caller', /does not know us/],
    ['held', /does not know us/],
    ['user-identity', /without saying why/],
  ] as const)(
    'that is refused as %s hears so, and the screen has the words of the policy',
    async (reason, heard) => {
      await aPolicedStation({
        decide: async () => ({ kind: 'refuse', reason, words: 'Enter it under Devices.' }),
      });
      await expect(open()).rejects.toThrow(heard);
      expect(station.observer.refused).toMatchObject([
        { refusal: { kind: reason, message: expect.stringContaining('Enter it under Devices.') as unknown } },
      ]);
    },
  );

  it('hears "not authorised" once a right is taken from it', async () => {
    let mayQuery = true;
    await aPolicedStation({
      decide: () => ({ kind: 'accept', rights: new Set(['echo', 'query'] as const) }),
      mayNow: (_peer: AssociationPeer, right) => right !== 'query' || mayQuery,
    });
    const association = await open();
    const statusOf = async () => {
      const answers = association.find(QUERY);
      let step = await answers.next();
      while (!step.done) step = await answers.next();
      return step.value.ok && step.value.value.status;
    };
    expect(await statusOf()).toBe(0x0000);
    mayQuery = false;
    expect(await statusOf()).toBe(0x0124);
    expect(await association.echo()).toEqual({ ok: true, value: 0 });
    await association.release();
  });

  it('may have no more associations than it is allowed, which others do not feel', async () => {
    await aPolicedStation({
      decide: ({ peer }) => ({
        kind: 'accept',
        rights: new Set(['echo'] as const),
        ...(peer.callingAeTitle === 'GREEDY' ? { maxAssociations: 1 } : {}),
      }),
    });
    const first = await open({ callingAeTitle: 'GREEDY' });
    await expect(open({ callingAeTitle: 'GREEDY' })).rejects.toThrow(/is busy/);
    await expectEcho(station.port);
    await first.release();
    await station.observer.until(() => station.observer.closed.length === 2);
    await (await open({ callingAeTitle: 'GREEDY' })).release();
  });

  it('may say who its user is, which the policy hears and the log does not', async () => {
    const identities: unknown[] = [];
    await aPolicedStation({
      decide: ({ identity }) => {
        identities.push(identity);
        return { kind: 'accept', rights: new Set(['echo'] as const) };
      },
    });
    await (await open({ userIdentity: { userName: 'Zoë', passcode: 'secret' } })).release();
    await (await open({ userIdentity: { userName: 'Zoë' } })).release();
    await (await open()).release();
    expect(identities).toEqual([
      { userName: 'Zoë', passcode: 'secret' },
      { userName: 'Zoë', passcode: null },
      null,
    ]);
  });

  it('may use any of our names', async () => {
    await station.listener.configure({ otherAeTitles: ['ARCHIVE'] });
    await (await open({ calledAeTitle: 'ARCHIVE' })).release();
    await expect(open({ calledAeTitle: 'NOBODY' })).rejects.toThrow(/not called NOBODY/);
  });

  it('and we agree on how to search', async () => {
    const negotiation = {
      isRelational: true,
      isDateTimeCombined: false,
      isFuzzy: true,
      isTimezoneAdjusted: false,
    };
    const contexts = [{ ...CONTEXTS[1]!, negotiation }];
    const association = await open({ contexts });
    expect(association.negotiationFor(STUDY_ROOT_FIND)).toEqual(negotiation);
    await association.find(QUERY).next();
    expect(services.finds).toMatchObject([{ negotiation }]);
    association.abort();
  });
});
