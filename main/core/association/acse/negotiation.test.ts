import { describe, expect, it } from 'vitest';
import { NO_USER_INFORMATION, type AssociateRequest, type UserIdentity } from '../pdu/associate-pdu.ts';
import { ALL_CALLER_RIGHTS, type CallerRight } from '../../shared/caller-policy.ts';
import type { DimseService } from '../../shared/dimse-services.ts';
import {
  findRefusal,
  negotiate,
  REJECT_FIELDS,
  type Agreement,
  type NegotiationPolicy,
} from './negotiation.ts';

const VERIFICATION = '1.2.840.10008.1.1';
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const FIND_STUDY = '1.2.840.10008.5.1.4.1.2.2.1';
const PRIVATE_CLASS = '1.3.46.670589.5.0.1';
const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const JPIP_REFERENCED = '1.2.840.10008.1.2.4.94';
const PRIVATE_SYNTAX = '1.2.840.113619.5.2';

const policy: NegotiationPolicy = {
  aeTitles: ['BUCKY'],
  acceptAnyCalledAeTitle: false,
  acceptPrivateTransferSyntaxes: false,
  maxPduBytes: 131_072,
  implementationClassUid: '1.2.3',
  implementationVersionName: 'TEST',
  isVerificationSopClass: (uid) => uid === VERIFICATION,
  isStorageSopClass: (uid) => uid === CT_IMAGE || uid === PRIVATE_CLASS,
  carriesPixels: (uid) => uid === IMPLICIT || uid === EXPLICIT,
  services: new Map(),
  uncompressedTransferSyntaxes: [IMPLICIT, EXPLICIT],
  operations: { maxPerformed: 8, maxInvoked: 4 },
};

function agreeOn(
  request: AssociateRequest,
  changes: Partial<NegotiationPolicy> = {},
  rights: ReadonlySet<CallerRight> = ALL_CALLER_RIGHTS,
): Agreement {
  return negotiate(request, { ...policy, ...changes }, rights);
}

function aRequest(changes: Partial<AssociateRequest> = {}): AssociateRequest {
  return {
    protocolVersion: 1,
    calledAeTitle: 'BUCKY',
    callingAeTitle: 'CT-1',
    applicationContextName: '1.2.840.10008.3.1.1.1',
    presentationContexts: [{ id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] }],
    userInformation: NO_USER_INFORMATION,
    ...changes,
  };
}

function answersTo(
  contexts: readonly [id: number, abstractSyntax: string, ...transferSyntaxes: string[]][],
  changes: Partial<NegotiationPolicy> = {},
): readonly string[] {
  const presentationContexts = contexts.map(([id, abstractSyntax, ...transferSyntaxes]) => ({
    id,
    abstractSyntax,
    transferSyntaxes,
  }));
  return agreeOn(aRequest({ presentationContexts }), changes).accept.presentationContexts.map((answer) =>
    answer.result === 0 ? `${answer.id}: ${answer.transferSyntax}` : `${answer.id}: refused ${answer.result}`,
  );
}

/** Fuzzy matching is what it cannot. */
function aFindService(): DimseService {
  return {
    sopClassUid: FIND_STUDY,
    name: 'Study Root Query (FIND)',
    right: 'query',
    operations: ['C-FIND'],
    supports: { isRelational: true, isDateTimeCombined: true, isFuzzy: false, isTimezoneAdjusted: true },
    find: {
      find: () => {
        throw new Error('is not asked here');
      },
    },
  };
}

describe('negotiate', () => {
  it.each([
    [
      'another called AE title',
      { calledAeTitle: 'BUCKI' },
      'called-ae-title',
      { result: 1, source: 1, reason: 7 },
    ],
    [
      'another application context',
      { applicationContextName: '1.2.3' },
      'application-context',
      { result: 1, source: 1, reason: 2 },
    ],
    [
      'another protocol version',
      { protocolVersion: 2 },
      'protocol-version',
      { result: 1, source: 2, reason: 2 },
    ],
  ] as const)('refuses a caller with %s and the reason of the standard', (_what, changes, kind, reject) => {
    expect(findRefusal(aRequest(changes), policy)).toBe(kind);
    expect(REJECT_FIELDS[kind]).toEqual(reject);
  });

  it('answers a device with a wrong called AE title where the setting allows any, under the name it used', () => {
    const anyTitle = { ...policy, acceptAnyCalledAeTitle: true };
    const request = aRequest({ calledAeTitle: 'BUCKI' });
    expect(findRefusal(request, anyTitle)).toBeNull();
    expect(agreeOn(request).accept.calledAeTitle).toBe('BUCKI');
  });

  it("takes the first of the peer's transfer syntaxes that it can keep", () => {
    expect(answersTo([[1, CT_IMAGE, JPIP_REFERENCED, EXPLICIT, IMPLICIT]])).toEqual([`1: ${EXPLICIT}`]);
  });

  it('answers every context in the order of the request, whatever the order of its numbers', () => {
    const answers = answersTo([
      [7, CT_IMAGE, IMPLICIT],
      [3, FIND_STUDY, IMPLICIT],
      [5, CT_IMAGE, JPIP_REFERENCED],
      [1, PRIVATE_CLASS, EXPLICIT],
    ]);
    expect(answers).toEqual([`7: ${IMPLICIT}`, '3: refused 3', '5: refused 4', `1: ${EXPLICIT}`]);
  });

  it('refuses even numbers, and lets the first stand where one comes twice', () => {
    const answers = answersTo([
      [2, CT_IMAGE, IMPLICIT],
      [0, CT_IMAGE, IMPLICIT],
      [1, CT_IMAGE, IMPLICIT],
      [1, CT_IMAGE, EXPLICIT],
    ]);
    expect(answers).toEqual(['2: refused 2', '0: refused 2', `1: ${IMPLICIT}`]);
  });

  it('refuses a context without transfer syntaxes', () => {
    expect(answersTo([[1, CT_IMAGE]])).toEqual(['1: refused 4']);
  });

  it('takes private transfer syntaxes only by setting', () => {
    const contexts: [number, string, string][] = [[1, CT_IMAGE, PRIVATE_SYNTAX]];
    expect(answersTo(contexts)).toEqual(['1: refused 4']);
    expect(answersTo(contexts, { acceptPrivateTransferSyntaxes: true })).toEqual([`1: ${PRIVATE_SYNTAX}`]);
  });

  it('takes an unknown SOP class that the peer declares to be one of storage', () => {
    const unknown = '1.2.840.10008.5.1.4.99';
    const common = {
      sopClassUid: unknown,
      serviceClassUid: '1.2.840.10008.4.2',
      relatedGeneralSopClassUids: [],
    };
    const request = aRequest({
      presentationContexts: [{ id: 1, abstractSyntax: unknown, transferSyntaxes: [IMPLICIT] }],
      userInformation: { ...NO_USER_INFORMATION, commonExtendedNegotiations: [common] },
    });
    expect(agreeOn(request).accept.presentationContexts).toMatchObject([{ id: 1, result: 0 }]);
  });

  it('lets a caller who may retrieve take objects on the way back, and no other', () => {
    const role = { sopClassUid: CT_IMAGE, isScu: true, isScp: true };
    const request = aRequest({
      presentationContexts: [{ id: 1, abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT] }],
      userInformation: { ...NO_USER_INFORMATION, roleSelections: [role] },
    });
    expect(agreeOn(request).accept.userInformation.roleSelections).toEqual([role]);
    const answered = agreeOn(request, {}, new Set(['store'])).accept.userInformation.roleSelections;
    expect(answered).toEqual([{ ...role, isScp: false }]);
  });

  it('rejects, one by one, what the caller may not do, and says what that was', () => {
    const request = aRequest({
      presentationContexts: [
        { id: 1, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
        { id: 3, abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT] },
        { id: 5, abstractSyntax: FIND_STUDY, transferSyntaxes: [IMPLICIT] },
      ],
    });
    const services = new Map([[FIND_STUDY, aFindService()]]);
    const agreement = agreeOn(request, { services }, new Set(['echo', 'query']));
    expect(agreement.accept.presentationContexts.map(({ result }) => result)).toEqual([0, 1, 0]);
    expect([...agreement.deniedRights]).toEqual(['store']);
  });

  it('agrees on what a query asks for and the service can, as long as what was asked', () => {
    const services = new Map([[FIND_STUDY, aFindService()]]);
    const request = aRequest({
      presentationContexts: [{ id: 1, abstractSyntax: FIND_STUDY, transferSyntaxes: [IMPLICIT] }],
      userInformation: {
        ...NO_USER_INFORMATION,
        extendedNegotiations: [{ sopClassUid: FIND_STUDY, applicationInformation: Buffer.of(1, 0, 1) }],
      },
    });
    const agreement = agreeOn(request, { services });
    expect(agreement.accept.userInformation.extendedNegotiations).toEqual([
      { sopClassUid: FIND_STUDY, applicationInformation: Buffer.of(1, 0, 0) },
    ]);
    expect(agreement.contexts.get(1)?.use).toMatchObject({
      negotiation: { isRelational: true, isDateTimeCombined: false, isFuzzy: false },
    });
  });

  it.each([
    [
      { maxInvoked: 3, maxPerformed: 2 },
      { maxInvoked: 3, maxPerformed: 2 },
    ],
    [
      { maxInvoked: 0, maxPerformed: 0 },
      { maxInvoked: 8, maxPerformed: 4 },
    ],
    [
      { maxInvoked: 99, maxPerformed: 1 },
      { maxInvoked: 8, maxPerformed: 1 },
    ],
  ])('agrees on a window of operations within its own limits: %o', (asked, answered) => {
    const userInformation = { ...NO_USER_INFORMATION, asynchronousOperationsWindow: asked };
    const agreement = agreeOn(aRequest({ userInformation }));
    expect(agreement.accept.userInformation.asynchronousOperationsWindow).toEqual(answered);
    expect(agreement.operations).toEqual({
      maxPerformed: answered.maxInvoked,
      maxInvoked: answered.maxPerformed,
    });
  });

  it('serves one operation after the other where no window is asked for', () => {
    const agreement = agreeOn(aRequest());
    expect(agreement.accept.userInformation.asynchronousOperationsWindow).toBeNull();
    expect(agreement.operations).toEqual({ maxPerformed: 1, maxInvoked: 1 });
  });

  it('answers a user name only when an answer is asked for, and never a ticket', () => {
    const identity: UserIdentity = {
      type: 1,
      isResponseRequested: true,
      primaryField: Buffer.from('tech'),
      secondaryField: Buffer.alloc(0),
    };
    const answerTo = (userIdentity: UserIdentity) => {
      const request = aRequest({ userInformation: { ...NO_USER_INFORMATION, userIdentity } });
      return agreeOn(request).accept.userInformation.userIdentityResponse;
    };
    expect(answerTo(identity)).toEqual(Buffer.alloc(0));
    expect(answerTo({ ...identity, isResponseRequested: false })).toBeNull();
    expect(answerTo({ ...identity, type: 4 })).toBeNull();
  });
});
