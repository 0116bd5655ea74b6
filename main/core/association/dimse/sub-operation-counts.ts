import type { SubOperationCounts } from '../../shared/dimse-services.ts';
import { COMMAND_ELEMENT, type CommandSet, type CommandValue } from './command-set.ts';

/** Each is two bytes (VR US). */
const MAX_COUNT = 0xffff;

export function countsToElements(counts: SubOperationCounts, hasRemaining: boolean): readonly CommandValue[] {
  const element = (number: number, value: number) => ({ element: number, value: Math.min(value, MAX_COUNT) });
  const remaining = element(COMMAND_ELEMENT.remainingSubOperations, counts.remaining);
  return [
    ...(hasRemaining ? [remaining] : []),
    element(COMMAND_ELEMENT.completedSubOperations, counts.completed),
    element(COMMAND_ELEMENT.failedSubOperations, counts.failed),
    element(COMMAND_ELEMENT.warningSubOperations, counts.warning),
  ];
}

/** Those that a response does not say are 0. */
export function countsOf(command: CommandSet): SubOperationCounts {
  return {
    remaining: command.uint16(COMMAND_ELEMENT.remainingSubOperations) ?? 0,
    completed: command.uint16(COMMAND_ELEMENT.completedSubOperations) ?? 0,
    failed: command.uint16(COMMAND_ELEMENT.failedSubOperations) ?? 0,
    warning: command.uint16(COMMAND_ELEMENT.warningSubOperations) ?? 0,
  };
}
