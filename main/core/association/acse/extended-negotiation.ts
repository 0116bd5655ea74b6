import type { DimseService, QueryNegotiation } from '../../shared/dimse-services.ts';

/** What holds when nothing was negotiated. */
export const NO_QUERY_NEGOTIATION: QueryNegotiation = {
  isRelational: false,
  isDateTimeCombined: false,
  isFuzzy: false,
  isTimezoneAdjusted: false,
};

/** Longest answer: one byte for each thing that the standard lets be agreed on. */
const MAX_ANSWER_BYTES = 8;

/** One byte each, 1 for yes (PS3.4 Table C.5-1 for queries; for retrievals, Table C.5-3, only the first is the same). */
const FIND_FIELDS = [
  'isRelational',
  'isDateTimeCombined',
  'isFuzzy',
  'isTimezoneAdjusted',
] as const satisfies readonly (keyof QueryNegotiation)[];
const RETRIEVE_FIELDS = ['isRelational'] as const satisfies readonly (keyof QueryNegotiation)[];

export interface ExtendedAnswer {
  readonly agreed: QueryNegotiation;
  /** Service class application information of the answer; null when there is nothing to answer. */
  readonly applicationInformation: Buffer | null;
}

/**
 * Answers SOP Class Extended Negotiation of a query or retrieve service (PS3.4 sections C.5.1.1 and C.5.2.1): yes to
 * what was asked and the service can, as long as what was asked.
 */
export function answerExtendedNegotiation(service: DimseService, asked: Buffer | null): ExtendedAnswer {
  const fields = fieldsOf(service);
  if (asked === null || fields.length === 0) {
    return { agreed: NO_QUERY_NEGOTIATION, applicationInformation: null };
  }
  const agreed: Record<keyof QueryNegotiation, boolean> = { ...NO_QUERY_NEGOTIATION };
  const answer = Buffer.alloc(Math.min(asked.length, MAX_ANSWER_BYTES));
  fields.forEach((field, index) => {
    agreed[field] = asked[index] === 1 && (service.supports?.[field] ?? true);
    if (agreed[field]) answer[index] = 1;
  });
  return { agreed, applicationInformation: answer };
}

/** What we ask for as the requestor. */
export function encodeExtendedNegotiation(wanted: QueryNegotiation): Buffer {
  return Buffer.from(FIND_FIELDS.map((field) => (wanted[field] ? 1 : 0)));
}

/** What the acceptor agreed to; what it does not say is no. */
export function decodeExtendedNegotiation(answered: Buffer | null): QueryNegotiation {
  const isYes = (index: number) => answered?.[index] === 1;
  return {
    isRelational: isYes(0),
    isDateTimeCombined: isYes(1),
    isFuzzy: isYes(2),
    isTimezoneAdjusted: isYes(3),
  };
}

function fieldsOf(service: DimseService): readonly (keyof QueryNegotiation)[] {
  if (service.find) return FIND_FIELDS;
  return service.retrieve ? RETRIEVE_FIELDS : [];
}
