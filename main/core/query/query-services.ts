import type { DimseService } from '../shared/dimse-services.ts';
import { createFindHandler, type QueryParts } from './find-handler.ts';

export type { QueryParts };

const PATIENT_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.1.1';
const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
const SUPPORTED = { isRelational: true, isDateTimeCombined: true, isFuzzy: true, isTimezoneAdjusted: true };

/** The query services of PS3.4 sections C.6.1 and C.6.2. */
export function createQueryServices(parts: QueryParts): readonly DimseService[] {
  return [
    {
      sopClassUid: PATIENT_ROOT_FIND,
      name: 'Patient Root Query (FIND)',
      right: 'query',
      operations: ['C-FIND'],
      supports: SUPPORTED,
      find: createFindHandler('patient', parts),
    },
    {
      sopClassUid: STUDY_ROOT_FIND,
      name: 'Study Root Query (FIND)',
      right: 'query',
      operations: ['C-FIND'],
      supports: SUPPORTED,
      find: createFindHandler('study', parts),
    },
  ];
}
