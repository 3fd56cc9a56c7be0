import type { ResourceForecast } from '~/lib/relocation/client'

const width = 560
const height = 150
const pad = 6
const farAbove = 4

/**
 * Daily claims, the forecast line and band up to exhaustion, and the total as a dashed line if it is in range. The
 * text next to it gives the same in words and figures.
 */
export function ForecastChart({ forecast, label }: { forecast: ResourceForecast; label: string }) {
  const { points, total, outcome, claimed } = forecast
  if (points.length < 2) return null
  const past = points.length - 1
  const known = outcome.kind === 'known' ? outcome : null
  const ahead = known ? Math.min(past, known.expectedInDays ?? past) : 0
  // Scale to the claims: a capacity far above them would flatten the curve.
  const most = Math.max(1, ...points)
  const isTotalSeen = total < most * farAbove
  const top = isTotalSeen ? Math.max(total, most) * 1.08 : most * 1.5
  const x = (day: number) => pad + ((width - 2 * pad) * day) / Math.max(1, past + ahead)
  const y = (value: number) => height - pad - ((height - 2 * pad) * value) / top
  const at = (day: number, value: number) => `${x(day).toFixed(1)},${y(value).toFixed(1)}`
  const history = points.map((value, day) => at(day, value)).join(' ')
  const slope = (until: number | null) => (until ? (total - claimed) / until : 0)
  const atEnd = (until: number | null) => Math.min(top, claimed + slope(until) * ahead)
  const upper = known?.soonestInDays ?? null
  const middle = Math.max(0, Math.min(top, claimed + forecast.perDay * ahead))
  const lower = known?.latest ? daysBetween(forecast.lastDay, known.latest) : null
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="block h-auto w-full rounded-small bg-sunken"
    >
      {ahead > 0 && upper !== null && (
        <polygon
          points={`${at(past, claimed)} ${at(past + ahead, atEnd(upper))} ${at(past + ahead, atEnd(lower))}`}
          className="fill-s1 opacity-20"
        />
      )}
      <polyline points={history} className="fill-none stroke-s1" strokeWidth={2} />
      {ahead > 0 && (
        <polyline
          points={`${at(past, claimed)} ${at(past + ahead, middle)}`}
          className="fill-none stroke-s1"
          strokeWidth={2}
          strokeDasharray="2 4"
        />
      )}
      {isTotalSeen && (
        <line
          x1={pad}
          x2={width - pad}
          y1={y(total)}
          y2={y(total)}
          className="stroke-ink-3"
          strokeDasharray="6 4"
        />
      )}
    </svg>
  )
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
