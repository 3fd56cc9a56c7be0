import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'
import { axisOf } from './axis'

export type StackedBar = {
  key: string
  label: ReactNode
  /** The bar's value in a few characters, below its label if there is room. */
  figure: string
  title: string
  parts: readonly { key: string; value: number }[]
  /** What the whole bar is foreseen to become; drawn dashed above its parts. */
  foreseen?: number
}
export type StackedSeries = { key: string; label: string }

type Props = {
  /** The content in words, for screen readers. */
  summary: string
  /** In stacking order from the bottom; at most five are distinguishable by colour. */
  series: readonly StackedSeries[]
  bars: readonly StackedBar[]
  /** Of an axis of empty bars. */
  least: number
  format: (value: number) => string
  /** Names the dashed part, where a bar has one. */
  foreseenLabel: string
  /**
   * A limit with its name, drawn from its first bar on; left out of the drawing when far above the bars, but named
   * below it.
   */
  limit: { value: number; label: string; from: string } | null
}

const fills = ['fill-s1', 'fill-s2', 'fill-s3', 'fill-s4', 'fill-s5']
const marks = ['bg-s1', 'bg-s2', 'bg-s3', 'bg-s4', 'bg-s5']
/** In drawing units; the drawing stretches to its container. */
const [barWidth, gap, height] = [52, 32, 100]
/** A limit further above would flatten the bars. */
const limitReach = 2.5

/** Stacked bars with the same series above an axis with a unit. A table elsewhere has the figures. */
export function StackedBars({ summary, series, bars, least, format, foreseenLabel, limit }: Props) {
  const rankOf = new Map(series.map(({ key }, index) => [key, index]))
  const highest = Math.max(least, ...bars.flatMap((bar) => [sizeOf(bar), bar.foreseen ?? 0]))
  const drawn = limit && limit.value <= highest * limitReach ? limit : null
  const { max, ticks } = axisOf(Math.max(highest, drawn?.value ?? 0), least)
  const topOf = (value: number) => height - (value / max) * height
  const limitedFrom = Math.max(
    0,
    bars.findIndex(({ key }) => key === drawn?.from),
  )
  const hasForeseen = bars.some((bar) => (bar.foreseen ?? 0) > sizeOf(bar))
  const width = bars.length * (barWidth + gap)
  return (
    <figure className="grid min-w-0 gap-3">
      <div className="flex gap-2">
        <Ticks ticks={ticks} max={max} format={format} />
        <div className="grid min-w-0 flex-1 gap-1">
          <div className="relative h-52">
            <svg
              role="img"
              aria-label={summary}
              viewBox={`0 0 ${width} ${height}`}
              preserveAspectRatio="none"
              className="size-full overflow-visible"
            >
              {ticks.map((tick) => (
                <path
                  key={tick}
                  d={`M0 ${topOf(tick)}H${width}`}
                  vectorEffect="non-scaling-stroke"
                  className="stroke-line"
                />
              ))}
              {bars.map((bar, index) => (
                <Bar
                  key={bar.key}
                  bar={bar}
                  x={index * (barWidth + gap) + gap / 2}
                  topOf={topOf}
                  rankOf={rankOf}
                />
              ))}
              {drawn && (
                <path
                  d={`M${limitedFrom * (barWidth + gap)} ${topOf(drawn.value)}H${width}`}
                  vectorEffect="non-scaling-stroke"
                  strokeWidth={1.5}
                  className="stroke-ink"
                />
              )}
            </svg>
            {drawn && (
              <svg
                aria-hidden="true"
                className="pointer-events-none absolute inset-0 size-full overflow-visible"
              >
                <text
                  x="100%"
                  y={`${topOf(drawn.value)}%`}
                  dy="-0.4em"
                  textAnchor="end"
                  className="fill-ink stroke-surface stroke-4 text-xs [paint-order:stroke]"
                >
                  {drawn.label}
                </text>
              </svg>
            )}
          </div>
          <div className="flex text-xs text-ink-3 tabular-nums">
            {bars.map((bar) => (
              <span key={bar.key} className="min-w-0 flex-1 text-center max-sm:even:invisible">
                {bar.label}
                <span aria-hidden="true" className="hidden text-ink-2 md:block">
                  {bar.figure}
                </span>
              </span>
            ))}
          </div>
        </div>
      </div>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {series.map(({ key, label }, index) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={cx('size-2.5 rounded-small', marks[index])} />
            {label}
          </span>
        ))}
        {hasForeseen && (
          <span className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2.5 border border-dashed border-s1" />
            {foreseenLabel}
          </span>
        )}
        {limit && !drawn && <span>{limit.label}</span>}
      </figcaption>
    </figure>
  )
}

type BarProps = {
  bar: StackedBar
  x: number
  topOf: (value: number) => number
  rankOf: ReadonlyMap<string, number>
}

function Bar({ bar, x, topOf, rankOf }: BarProps) {
  const used = sizeOf(bar)
  const foreseen = bar.foreseen ?? 0
  return (
    <g>
      <title>{bar.title}</title>
      {stack(bar).map(({ key, from, to }) => (
        <rect
          key={key}
          x={x}
          y={topOf(to)}
          width={barWidth}
          height={topOf(from) - topOf(to)}
          vectorEffect="non-scaling-stroke"
          className={cx('stroke-surface', fills[rankOf.get(key) ?? 0])}
        />
      ))}
      {foreseen > used && (
        <rect
          x={x}
          y={topOf(foreseen)}
          width={barWidth}
          height={topOf(used) - topOf(foreseen)}
          vectorEffect="non-scaling-stroke"
          strokeDasharray="4 3"
          strokeWidth={1.25}
          className="fill-transparent stroke-s1"
        />
      )}
    </g>
  )
}

type TicksProps = { ticks: readonly number[]; max: number; format: (value: number) => string }

/** An SVG, because the content security policy forbids positions in a style attribute. */
function Ticks({ ticks, max, format }: TicksProps) {
  return (
    <svg aria-hidden="true" className="h-52 w-12 shrink-0 overflow-visible">
      {ticks.map((tick) => (
        <text
          key={tick}
          x="100%"
          y={`${100 - (tick / max) * 100}%`}
          textAnchor="end"
          dominantBaseline="central"
          className="fill-ink-3 text-xs tabular-nums"
        >
          {format(tick)}
        </text>
      ))}
    </svg>
  )
}

/** Credits may make a part negative; such a part is not drawn. */
const sizeOf = ({ parts }: StackedBar) => parts.reduce((sum, { value }) => sum + Math.max(0, value), 0)

/** The interval of each part, from the bottom. */
function stack({ parts }: StackedBar): { key: string; from: number; to: number }[] {
  let to = 0
  return parts
    .filter(({ value }) => value > 0)
    .map(({ key, value }) => {
      const from = to
      to += value
      return { key, from, to }
    })
}
