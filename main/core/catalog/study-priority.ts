export type StudyPriority = 'stat' | 'urgent' | 'routine';

/** Requested Procedure Priority (0040,1003): defined terms STAT, HIGH, ROUTINE, MEDIUM, LOW (PS3.3 section C.4.11). */
export function toStudyPriority(requestedProcedurePriority: string): StudyPriority {
  switch (requestedProcedurePriority.trim().toUpperCase()) {
    case 'STAT':
      return 'stat';
    case 'HIGH':
    case 'URGENT': // not in the standard, but sent
      return 'urgent';
    default:
      return 'routine';
  }
}

const RANK: Readonly<Record<StudyPriority, number>> = { stat: 0, urgent: 1, routine: 2 };

export function higherPriority(a: StudyPriority, b: StudyPriority): StudyPriority {
  return RANK[a] <= RANK[b] ? a : b;
}
