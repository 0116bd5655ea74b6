import type { CallerRight } from '../../shared/caller-policy.ts';
import type { RoleSelection, UserInformation } from '../pdu/associate-pdu.ts';
import type { ContextUse } from './accepted-context.ts';

interface Roles {
  readonly isScu: boolean;
  readonly isScp: boolean;
}

/** What a requestor is when it says nothing (PS3.7 section D.3.3.4). */
const DEFAULT_ROLES: Roles = { isScu: true, isScp: false };

/** By SOP class; of several items for one the first stands. */
export function rolesOf({ roleSelections }: UserInformation): ReadonlyMap<string, RoleSelection> {
  const roles = new Map<string, RoleSelection>();
  for (const role of roleSelections) {
    if (!roles.has(role.sopClassUid)) roles.set(role.sopClassUid, role);
  }
  return roles;
}

/**
 * The roles of a requestor that are agreed to (PS3.7 section D.3.3.4). It may be the SCP of objects, which then come to
 * it as sub-operations of its C-GET, and of storage commitment, whose reports it brings on an association of its own.
 */
export function answerRole(
  asked: RoleSelection | undefined,
  use: ContextUse,
  rights: ReadonlySet<CallerRight>,
): Roles {
  if (!asked) return DEFAULT_ROLES;
  const isScpPossible =
    use.kind === 'storage'
      ? rights.has('retrieve')
      : use.kind === 'service' && use.service.right === 'commitment';
  const isScuPossible = use.kind !== 'storage' || rights.has('store');
  return { isScu: asked.isScu && isScuPossible, isScp: asked.isScp && isScpPossible };
}
