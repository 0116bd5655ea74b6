import './key-cap.css';

export interface KeyCapProps {
  /** The control says its key by other means: readers do not hear it twice. */
  readonly isSilent?: boolean;
  readonly children: string;
}

/** A key as it stands beside its word: `Enter`, `Ctrl K`. */
export function KeyCap({ isSilent, children }: KeyCapProps) {
  return (
    <kbd className="key-cap" aria-hidden={isSilent}>
      {children}
    </kbd>
  );
}
