import type { CallerRight } from '../../shared/caller-policy.ts';
import type { DimseService, QueryNegotiation } from '../../shared/dimse-services.ts';

/** A presentation context that both sides agreed on, as this station sees it. */
export interface AcceptedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
  /** What is to be served with it; null for what only we ask with. */
  readonly use: ContextUse | null;
  /** Whether the peer may invoke operations, as the SCU of the abstract syntax. */
  readonly isPeerScu: boolean;
  /** Whether the peer may perform operations, as the SCP: objects of a C-GET go to it this way. */
  readonly isPeerScp: boolean;
}

export type ContextUse =
  | { readonly kind: 'verification' }
  | { readonly kind: 'storage' }
  | { readonly kind: 'service'; readonly service: DimseService; readonly negotiation: QueryNegotiation };

/** What a peer has to be allowed to. */
export function rightFor(use: ContextUse): CallerRight {
  switch (use.kind) {
    case 'verification':
      return 'echo';
    case 'storage':
      return 'store';
    case 'service':
      return use.service.right;
  }
}
