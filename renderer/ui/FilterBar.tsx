import { ListFilter, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import { KeyCap } from './KeyCap.tsx';
import './filter-bar.css';

export interface FilterBarProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Names the field, and stands in it while it is empty. */
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** How much there is; null until the first answer. */
  readonly countText: string | null;
  /** Arrow down, Enter and Esc on an empty field lead back to the list. */
  readonly onLeave: (how: 'to-list' | 'open') => void;
  /** Buttons beside it. */
  readonly children?: ReactNode;
}

/** Filters as one types: no button, no waiting. */
export function FilterBar({ inputRef, label, text, onText, countText, onLeave, children }: FilterBarProps) {
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
      <label className="filter-bar__field">
        <Icon of={ListFilter} size="small" />
        <input
          ref={inputRef}
          className="filter-bar__input"
          type="text"
          aria-label={label}
          placeholder={label}
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
            className="filter-bar__clear"
            onClick={() => {
              onText('');
              inputRef.current?.focus();
            }}
          />
        )}
      </label>
      {countText !== null && (
        <output className="filter-bar__count" aria-live="off">
          {countText}
        </output>
      )}
      {children}
    </div>
  );
}
