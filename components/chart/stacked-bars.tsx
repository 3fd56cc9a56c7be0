import { cx } from '~/components/ui/cx'

export type StackedBar = {
  key: string
  label: string
  /** The bar in a few characters: shown under its label where there is room. */
  figure: string
  title: string
  parts: readonly { key: string; share: number }[]
}
export type StackedSeries = { key: string; label: string }

type Props = {
  /** What it shows, in words: read out in place of the drawing. */
  summary: string
  /** In the order in which they are stacked, from below; at most five are told apart by colour. */
  series: readonly StackedSeries[]
  /** Shares are of the highest bar, from nothing to one. */
  bars: readonly StackedBar[]
}

const fills = ['fill-s1', 'fill-s2', 'fill-s3', 'fill-s4', 'fill-s5']
const marks = ['bg-s1', 'bg-s2', 'bg-s3', 'bg-s4', 'bg-s5']
/** Of the drawing; it stretches to the place it has. */
const [barWidth, gap, height] = [60, 24, 100]

/** Bars side by side, each divided into the same series. Figures are in a table elsewhere. */
export function StackedBars({ summary, series, bars }: Props) {
  const rankOf = new Map(series.map(({ key }, index) => [key, index]))
  return (
    <figure className="grid min-w-0 gap-3">
      <div className="grid gap-1">
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${bars.length * (barWidth + gap)} ${height}`}
          preserveAspectRatio="none"
          className="h-40 w-full border-b border-line"
        >
          {bars.map((bar, index) => (
            <g key={bar.key}>
              <title>{bar.title}</title>
              {stack(bar).map((part) => (
                <rect
                  key={part.key}
                  x={index * (barWidth + gap) + gap / 2}
                  y={part.top}
                  width={barWidth}
                  height={part.size}
                  className={fills[rankOf.get(part.key) ?? 0]}
                />
              ))}
            </g>
          ))}
        </svg>
        <div aria-hidden="true" className="flex text-xs text-ink-3 tabular-nums">
          {bars.map((bar) => (
            <span key={bar.key} className="min-w-0 flex-1 text-center max-sm:even:invisible">
              {bar.label}
              <span className="hidden text-ink-2 md:block">{bar.figure}</span>
            </span>
          ))}
        </div>
      </div>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {series.map(({ key, label }, index) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={cx('size-2.5 rounded-small', marks[index])} />
            {label}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

/** Where each part stands, from below. */
function stack({ parts }: StackedBar): { key: string; top: number; size: number }[] {
  let top = height
  return parts.map(({ key, share }) => {
    const size = share * height
    top -= size
    return { key, top, size }
  })
}
