import type { DimseService } from '../shared/dimse-services.ts';

/** A part of the core that answers DIMSE services. */
export interface AnsweringPart {
  readonly services: readonly DimseService[];
}

/** What the listener answers beyond C-ECHO and C-STORE */
export function createDicomServices(parts: readonly AnsweringPart[]): readonly DimseService[] {
  return parts.flatMap(({ services }) => services);
}
