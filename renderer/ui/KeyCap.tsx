import './key-cap.css';

/** A key as it stands beside its word: `Enter`, `Ctrl K`. */
export function KeyCap({ children }: { readonly children: string }) {
  return <kbd className="key-cap">{children}</kbd>;
}
