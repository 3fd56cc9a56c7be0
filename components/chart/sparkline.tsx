type Props = { label: string; values: readonly number[]; width?: number; height?: number }

/** The course of one figure, without axes; its numbers belong in a table nearby. */
export function Sparkline({ label, values, width = 120, height = 28 }: Props) {
  const top = Math.max(...values, 1)
  const step = values.length > 1 ? width / (values.length - 1) : width
  const points = values.map(
    (value, index) =>
      `${(index * step).toFixed(1)},${(height - 2 - (value / top) * (height - 4)).toFixed(1)}`,
  )
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block"
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        className="stroke-s1"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  )
}
