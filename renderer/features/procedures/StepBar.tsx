import type { RefObject } from 'react';
import { Button } from '../../ui/Button.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { stepsText } from './step-text.ts';

export interface StepBarProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Null until the first answer. */
  readonly count: number | null;
  readonly onToList: () => void;
  readonly onImport: () => void;
  readonly onNew: () => void;
}

/** Filters as one types, and begins what is new. */
export function StepBar({ inputRef, text, onText, count, onToList, onImport, onNew }: StepBarProps) {
  return (
    <FilterBar
      inputRef={inputRef}
      label="Filter: name, ID, description"
      text={text}
      onText={onText}
      countText={count === null ? null : stepsText(count)}
      onLeave={onToList}
    >
      <Button keyCap="I" onClick={onImport}>
        Import a list…
      </Button>
      <Button variant="primary" keyCap="N" onClick={onNew}>
        New step
      </Button>
    </FilterBar>
  );
}
