import type { DimseService } from '../shared/dimse-services.ts';
import { createRetrieveHandler, type RetrieveParts } from './retrieve-handler.ts';
import type { RetrieveRoot } from './retrieve-keys.ts';

export type { RetrieveParts };

const MODELS: readonly {
  readonly root: RetrieveRoot;
  readonly name: string;
  readonly move: string;
  readonly get: string;
}[] = [
  {
    root: 'patient',
    name: 'Patient Root Retrieve',
    move: '1.2.840.10008.5.1.4.1.2.1.2',
    get: '1.2.840.10008.5.1.4.1.2.1.3',
  },
  {
    root: 'study',
    name: 'Study Root Retrieve',
    move: '1.2.840.10008.5.1.4.1.2.2.2',
    get: '1.2.840.10008.5.1.4.1.2.2.3',
  },
  {
    root: 'instance',
    name: 'Composite Instance Root Retrieve',
    move: '1.2.840.10008.5.1.4.1.2.4.2',
    get: '1.2.840.10008.5.1.4.1.2.4.3',
  },
];

/** Relational retrieval is all that can be agreed on (PS3.4 section C.5.2.1). */
const SUPPORTED = {
  isRelational: true,
  isDateTimeCombined: false,
  isFuzzy: false,
  isTimezoneAdjusted: false,
};

/** The retrieve services of PS3.4 sections C.6.1, C.6.2 and Y.6. */
export function createRetrieveServices(parts: RetrieveParts): readonly DimseService[] {
  return MODELS.flatMap(({ root, name, move, get }) => {
    const retrieve = createRetrieveHandler(root, parts);
    const common = { right: 'retrieve', supports: SUPPORTED, retrieve } as const;
    return [
      { ...common, sopClassUid: move, name: `${name} (MOVE)`, operations: ['C-MOVE'] },
      { ...common, sopClassUid: get, name: `${name} (GET)`, operations: ['C-GET'] },
    ];
  });
}
