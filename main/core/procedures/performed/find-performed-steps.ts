import type { ScheduledStep } from '../../catalog/station-procedures-model.ts';
import type { StationProcedures } from '../../catalog/station-procedures.ts';
import type { ScheduledReference } from './performed-attributes.ts';

/**
 * The scheduled steps that a device says it performs. A Step ID counts only with the study, the accession number or
 * nothing against it: IDs of another system may be the same by chance.
 */
export async function findPerformedSteps(
  procedures: Pick<StationProcedures, 'findStepsBy'>,
  references: readonly ScheduledReference[],
): Promise<readonly ScheduledStep[]> {
  const found = new Map<number, ScheduledStep>();
  for (const reference of references) {
    for (const step of await findFor(procedures, reference)) found.set(step.stepKey, step);
  }
  return [...found.values()];
}

async function findFor(
  procedures: Pick<StationProcedures, 'findStepsBy'>,
  reference: ScheduledReference,
): Promise<readonly ScheduledStep[]> {
  const byStudy = await procedures.findStepsBy({ by: 'study', value: reference.studyInstanceUid });
  const byAccession = await procedures.findStepsBy({ by: 'accession', value: reference.accessionNumber });
  const related = [...byStudy, ...byAccession];
  const named = related.filter((step) => step.stepId === reference.stepId);
  if (reference.stepId !== '' && named.length > 0) return named;
  for (const steps of [byStudy, byAccession]) {
    const open = steps.filter((step) => step.status !== 'completed' && step.status !== 'discontinued');
    if (open.length > 0) return open;
    if (steps.length > 0) return steps;
  }
  return [];
}
