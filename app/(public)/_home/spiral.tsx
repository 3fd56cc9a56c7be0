const arms = 3
const starsPerArm = 130

type Star = { x: number; y: number; r: number; opacity: number; isAmber: boolean }

/** Stars on three tilted logarithmic arms, deterministic, so that every visit draws the same sky. */
function stars(): Star[] {
  return Array.from({ length: arms * starsPerArm }, (_, index) => {
    const arm = index % arms
    const along = Math.floor(index / arms) / starsPerArm
    const scatter = (salt: number) => ((Math.imul(index + 1, salt) >>> 8) % 1000) / 1000 - 0.5
    const angle = along * 7.4 + (arm * 2 * Math.PI) / arms + scatter(40503) * 0.42
    const radius = 14 + 186 * along ** 0.82 + scatter(2654435) * 18
    return {
      x: Math.cos(angle) * radius,
      y: Math.sin(angle) * radius * 0.46,
      r: 0.5 + (1 - along) * 1.1 + (scatter(97531) + 0.5) * 0.9,
      opacity: 0.25 + (1 - along) * 0.55,
      isAmber: along < 0.3 || index % 11 === 0,
    }
  })
}

/** The galaxy of the logo, large. Decorative. */
export function Spiral({ className }: { className?: string }) {
  return (
    <svg viewBox="-220 -140 440 280" aria-hidden="true" focusable="false" className={className}>
      <defs>
        <radialGradient id="core">
          <stop offset="0" stopColor="#fff6e3" />
          <stop offset="0.25" stopColor="#f0a23b" stopOpacity="0.75" />
          <stop offset="1" stopColor="#f0a23b" stopOpacity="0" />
        </radialGradient>
      </defs>
      <g transform="rotate(-24)">
        <ellipse rx="72" ry="38" fill="url(#core)" />
        {stars().map(({ x, y, r, opacity, isAmber }) => (
          <circle
            key={`${x.toFixed(2)} ${y.toFixed(2)}`}
            cx={x.toFixed(1)}
            cy={y.toFixed(1)}
            r={r.toFixed(2)}
            opacity={opacity.toFixed(2)}
            fill={isAmber ? '#f6bd6c' : '#dfe6ff'}
          />
        ))}
      </g>
    </svg>
  )
}
