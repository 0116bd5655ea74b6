import { ListFilter, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
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
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return; // an input method is at work: the key belongs to it
    if (event.key === 'Escape' && text !== '') onText('');
    else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') onToList();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="step-bar" role="search">
      <label className="step-filter">
        <Icon of={ListFilter} size="small" />
        <input
          ref={inputRef}
          className="step-filter__input"
          type="text"
          aria-label="Filter: name, ID, description"
          placeholder="Filter: name, ID, description"
          spellCheck={false}
          autoComplete="off"
          maxLength={256}
          dir="auto"
          value={text}
          onChange={(event) => {
            onText(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        {text === '' ? (
          <KeyCap>/</KeyCap>
        ) : (
          <IconButton
            icon={X}
            label="Empty the field"
            keyCap="Esc"
            className="step-filter__clear"
            onClick={() => {
              onText('');
              inputRef.current?.focus();
            }}
          />
        )}
      </label>
      {count !== null && (
        <output className="step-bar__count" aria-live="off">
          {stepsText(count)}
        </output>
      )}
      <Button keyCap="I" onClick={onImport}>
        Import a list…
      </Button>
      <Button variant="primary" keyCap="N" onClick={onNew}>
        New step
      </Button>
    </div>
  );
}
