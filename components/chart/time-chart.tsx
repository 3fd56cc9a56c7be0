import { linePath, type Sample } from './line-path'

export type ChartLine = {
  key: string
  label: string
  samples: readonly Sample[]
  /** The second line of a chart: distinguishable without colour. */
  isDashed?: boolean
  /** A line to compare with: named without its latest value. */
  isReference?: boolean
}

type Props = {
  title: string
  /** The content in words, for screen readers. */
  summary: string
  lines: readonly ChartLine[]
  from: number
  to: number
  max: number
  stepMs: number
  format: (value: number) => string
  formatTime: (at: number) => string
}

const height = 'h-36'

/** Lines over time. The drawing stretches, its labels do not; a table elsewhere has the figures. */
export function TimeChart({ title, summary, lines, from, to, max, stepMs, format, formatTime }: Props) {
  const latest = lines.flatMap(({ key, label, samples, isDashed, isReference }) => {
    const value = samples.at(-1)?.value
    return value === null || value === undefined
      ? []
      : [{ key, label, isDashed, text: isReference ? '' : format(value) }]
  })
  const times = [0, 0.5, 1].map((share) => from + (to - from) * share)
  return (
    <figure className="grid min-w-0 content-start gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-sm font-semibold">{title}</span>
        <span className="flex flex-wrap gap-x-3 text-sm text-ink-2 tabular-nums">
          {latest.map(({ key, label, isDashed, text }) => (
            <span key={key} className="flex items-center gap-1.5">
              {lines.length > 1 && <LineMark isDashed={isDashed} />}
              {lines.length > 1 ? `${label} ${text}` : text}
            </span>
          ))}
        </span>
      </figcaption>
      <div className="flex gap-2">
        <div
          aria-hidden="true"
          className={`flex w-16 shrink-0 flex-col justify-between text-right text-xs text-ink-3 tabular-nums ${height}`}
        >
          <span>{format(max)}</span>
          <span>{format(max / 2)}</span>
          <span>{format(0)}</span>
        </div>
        <div className="grid min-w-0 flex-1 gap-1">
          <svg
            role="img"
            aria-label={summary}
            viewBox="0 0 1000 100"
            preserveAspectRatio="none"
            className={`w-full overflow-visible border-y border-line ${height}`}
          >
            <path d="M0 50H1000" vectorEffect="non-scaling-stroke" className="fill-none stroke-line" />
            {lines.map(({ key, samples, isDashed }) => (
              <path
                key={key}
                d={linePath(samples, { from, to, max }, stepMs * 2.5)}
                vectorEffect="non-scaling-stroke"
                strokeWidth={1.75}
                strokeLinejoin="round"
                strokeLinecap="round"
                {...(isDashed && { strokeDasharray: '5 4' })}
                className={`fill-none ${isDashed ? 'stroke-amber-ink' : 'stroke-brand'}`}
              />
            ))}
          </svg>
          <div aria-hidden="true" className="flex justify-between text-xs text-ink-3 tabular-nums">
            {times.map((at) => (
              <span key={at}>{formatTime(at)}</span>
            ))}
          </div>
        </div>
      </div>
    </figure>
  )
}

function LineMark({ isDashed }: { isDashed: boolean | undefined }) {
  return (
    <svg aria-hidden="true" width="18" height="6" className={isDashed ? 'stroke-amber-ink' : 'stroke-brand'}>
      <path d="M0 3H18" strokeWidth={2} {...(isDashed && { strokeDasharray: '5 3' })} />
    </svg>
  )
}
