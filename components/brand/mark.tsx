/** The logo's symbol: a tilted spiral with a bright core. Decorative; the name is next to it. */
export function Mark({ size = 24, className }: { size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden="true"
      focusable="false"
      className={className}
    >
      <g transform="rotate(-28 16 16)" stroke="#F0A23B" strokeLinecap="round">
        <path d="M3 17.5C3.6 11.8 9.8 8.6 17 9.2c7.6.6 12.6 4.4 11.6 8.2" strokeWidth="2.1" />
        <path d="M29 14.5c-.6 5.7-6.8 8.9-14 8.3-7.6-.6-12.6-4.4-11.6-8.2" strokeWidth="2.1" opacity=".55" />
        <path d="M9.5 17.2c.3-2.9 3.3-4.7 6.9-4.5 3.5.2 6.3 1.7 6.2 3.8" strokeWidth="1.7" />
        <path d="M22.5 14.9c-.3 2.9-3.3 4.7-6.9 4.5-2.6-.15-4.7-1-5.7-2.2" strokeWidth="1.7" opacity=".7" />
      </g>
      <circle cx="16" cy="16" r="2.7" fill="#FFF6E3" />
      <circle cx="16" cy="16" r="3.9" stroke="#F0A23B" strokeWidth=".8" opacity=".5" />
    </svg>
  )
}
