import { describe, expect, it } from 'vitest';
import { NO_USER_INFORMATION, type AssociateRequest, type UserIdentity } from '../pdu/associate-pdu.ts';
import { negotiate, REJECT_FIELDS, type NegotiationPolicy } from './negotiation.ts';

const VERIFICATION = '1.2.840.10008.1.1';
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const FIND_STUDY = '1.2.840.10008.5.1.4.1.2.2.1';
const PRIVATE_CLASS = '1.3.46.670589.5.0.1';
const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const JPIP_REFERENCED = '1.2.840.10008.1.2.4.94';
const PRIVATE_SYNTAX = '1.2.840.113619.5.2';

const policy: NegotiationPolicy = {
  aeTitle: 'BUCKY',
  acceptAnyCalledAeTitle: false,
  acceptPrivateTransferSyntaxes: false,
  maxPduBytes: 131_072,
  implementationClassUid: '1.2.3',
  implementationVersionName: 'TEST',
  isVerificationSopClass: (uid) => uid === VERIFICATION,
  isStorageSopClass: (uid) => uid === CT_IMAGE || uid === PRIVATE_CLASS,
  carriesPixels: (uid) => uid === IMPLICIT || uid === EXPLICIT,
};

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
  const agreement = negotiate(aRequest({ presentationContexts }), { ...policy, ...changes });
  if (!agreement.ok) throw new Error(agreement.error);
  return agreement.value.accept.presentationContexts.map((answer) =>
    answer.result === 0 ? `${answer.id}: ${answer.transferSyntax}` : `${answer.id}: refused ${answer.result}`,
  );
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
    expect(negotiate(aRequest(changes), policy)).toEqual({ ok: false, error: kind });
    expect(REJECT_FIELDS[kind]).toEqual(reject);
  });

  it('answers a device with a wrong called AE title where the setting allows any, under the name it used', () => {
    const anyTitle = { ...policy, acceptAnyCalledAeTitle: true };
    expect(negotiate(aRequest({ calledAeTitle: 'BUCKI' }), anyTitle)).toMatchObject({
      ok: true,
      value: { accept: { calledAeTitle: 'BUCKI' } },
    });
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
    expect(negotiate(request, policy)).toMatchObject({
      ok: true,
      value: { accept: { presentationContexts: [{ id: 1, result: 0 }] } },
    });
  });

  it('agrees that the peer sends and that we do not', () => {
    const role = { sopClassUid: CT_IMAGE, isScu: true, isScp: true };
    const userInformation = { ...NO_USER_INFORMATION, roleSelections: [role] };
    expect(negotiate(aRequest({ userInformation }), policy)).toMatchObject({
      ok: true,
      value: { accept: { userInformation: { roleSelections: [{ ...role, isScp: false }] } } },
    });
  });

  it('answers a user name only when an answer is asked for, and never a ticket', () => {
    const identity: UserIdentity = {
      type: 1,
      isResponseRequested: true,
      primaryField: Buffer.from('tech'),
      secondaryField: Buffer.alloc(0),
    };
    const answerTo = (userIdentity: UserIdentity) => {
      const agreement = negotiate(
        aRequest({ userInformation: { ...NO_USER_INFORMATION, userIdentity } }),
        policy,
      );
      return agreement.ok && agreement.value.accept.userInformation.userIdentityResponse;
    };
    expect(answerTo(identity)).toEqual(Buffer.alloc(0));
    expect(answerTo({ ...identity, isResponseRequested: false })).toBeNull();
    expect(answerTo({ ...identity, type: 4 })).toBeNull();
  });
});
