import { cx } from '~/components/ui/cx'

export type StackedBar = {
  key: string
  label: string
  /** The bar's value in a few characters, below its label if there is room. */
  figure: string
  title: string
  parts: readonly { key: string; share: number }[]
}
export type StackedSeries = { key: string; label: string }

type Props = {
  /** The content in words, for screen readers. */
  summary: string
  /** In stacking order from the bottom; at most five are distinguishable by colour. */
  series: readonly StackedSeries[]
  /** Shares of the highest bar, from 0 to 1. */
  bars: readonly StackedBar[]
}

const fills = ['fill-s1', 'fill-s2', 'fill-s3', 'fill-s4', 'fill-s5']
const marks = ['bg-s1', 'bg-s2', 'bg-s3', 'bg-s4', 'bg-s5']
/** In drawing units; the drawing stretches to its container. */
const [barWidth, gap, height] = [60, 24, 100]

/** Stacked bars with the same series. A table elsewhere has the figures. */
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

/** The position of each part, from the bottom. */
function stack({ parts }: StackedBar): { key: string; top: number; size: number }[] {
  let top = height
  return parts.map(({ key, share }) => {
    const size = share * height
    top -= size
    return { key, top, size }
  })
}
