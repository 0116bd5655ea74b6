import './flag.css';

/** The turning arc: something is at work. Its words stand beside it. */
export function JudgingArc() {
  return (
    <svg className="flag flag--turning" viewBox="0 0 14 14" aria-hidden>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="var(--chart-band)" strokeWidth="1.5" />
      <path
        d="M7 1.6a5.4 5.4 0 0 1 5.4 5.4"
        fill="none"
        stroke="var(--text-2)"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  );
}
