/** The grid that keeps scatter off the film. */
export function BuckyMark() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden>
      <rect
        x=".75"
        y=".75"
        width="14.5"
        height="14.5"
        rx="2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <path d="M4.5 3v10M8 3v10M11.5 3v10" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}
