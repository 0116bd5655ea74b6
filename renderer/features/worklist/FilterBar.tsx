import { ListFilter, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { countText, studiesText } from './time-text.ts';

export interface FilterBarProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Null until the first answer. */
  readonly counts: { readonly matching: number; readonly total: number; readonly elapsedMs: number } | null;
  /** Arrow down, Enter and Esc on an empty field lead back to the list. */
  readonly onLeave: (how: 'to-list' | 'open') => void;
}

/** Filters as one types: no button, no waiting. */
export function FilterBar({ inputRef, text, onText, counts, onLeave }: FilterBarProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return; // an input method is at work: the key belongs to it
    if (event.key === 'Escape' && text !== '') onText('');
    else if (event.key === 'ArrowDown' || event.key === 'Escape') onLeave('to-list');
    else if (event.key === 'Enter') onLeave('open');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="filter-bar" role="search">
      <label className="filter-field">
        <Icon of={ListFilter} size="small" />
        <input
          ref={inputRef}
          className="filter-field__input"
          type="text"
          aria-label="Filter: name, ID, study"
          placeholder="Filter: name, ID, study"
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
            className="filter-field__clear"
            onClick={() => {
              onText('');
              inputRef.current?.focus();
            }}
          />
        )}
      </label>
      {counts && (
        <output className="filter-bar__count" aria-live="off">
          {countWords(counts.matching, counts.total)}, {Math.max(1, Math.round(counts.elapsedMs))} ms
        </output>
      )}
    </div>
  );
}

function countWords(matching: number, total: number): string {
  return matching === total ? studiesText(total) : `${countText(matching)} of ${countText(total)}`;
}
