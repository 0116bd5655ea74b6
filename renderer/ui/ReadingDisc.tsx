import './flag.css';

export type DiscFill = 'full' | 'half' | 'quarter' | 'empty';

/** How full it is says how much is left to do. Its word stands beside it. */
export function ReadingDisc({ fill }: { readonly fill: DiscFill }) {
  const ink = fill === 'empty' ? 'var(--text-3)' : fill === 'quarter' ? 'var(--text-2)' : 'var(--text)';
  return (
    <svg className="flag" viewBox="0 0 14 14" aria-hidden>
      {fill === 'full' ? (
        <circle cx="7" cy="7" r="5.2" fill={ink} />
      ) : (
        <circle cx="7" cy="7" r="4.8" fill="none" stroke={ink} strokeWidth="1.2" />
      )}
      {fill === 'half' && <path d="M7 2.2a4.8 4.8 0 0 1 0 9.6z" fill={ink} />}
      {fill === 'quarter' && <path d="M7 7V2.2A4.8 4.8 0 0 1 11.8 7z" fill={ink} />}
    </svg>
  );
}
