import { cx } from '~/components/ui/cx'
import type { Bar, BarLook, Row } from './timeline-rows'
import { placed, type Window } from './timeline-window'

/** In a row of height 20: up is thin, down is high, unknown is a dashed frame, so that colour is never needed. */
const shapes: Record<BarLook, { y: number; height: number; look: string }> = {
  up: { y: 7, height: 6, look: 'fill-ok' },
  down: { y: 0, height: 20, look: 'fill-bad' },
  unknown: { y: 3, height: 14, look: 'fill-sunken stroke-field [stroke-dasharray:4_3]' },
  excluded: { y: 3, height: 14, look: 'fill-info-wash stroke-info' },
  incident: { y: 3, height: 14, look: 'fill-bad-wash stroke-bad' },
  works: { y: 3, height: 14, look: 'fill-info-wash stroke-info [stroke-dasharray:2_2]' },
  state: { y: 6, height: 8, look: 'fill-sunken stroke-field' },
  action: { y: 2, height: 16, look: 'fill-brand' },
  credit: { y: 3, height: 14, look: 'fill-amber-wash stroke-amber-ink' },
}

type Props = { rows: readonly Row[]; window: Window; now: number; formatAt: (at: number) => string }

const tickShares = [0, 0.25, 0.5, 0.75, 1]

/** The rows over one time axis. Each bar's meaning is in its title, and in the list below. */
export function TimelineStrip({ rows, window, now, formatAt }: Props) {
  const present = placed({ from: now, to: now }, window)
  return (
    <div className="grid gap-1.5">
      {rows.map(({ key, label, bars }) => (
        <div key={key} className="grid gap-x-3 gap-y-0.5 sm:grid-cols-[7.5rem_minmax(0,1fr)]">
          <span className="truncate text-sm text-ink-2">{label}</span>
          <svg
            aria-hidden="true"
            viewBox="0 0 1000 20"
            preserveAspectRatio="none"
            className="h-5 w-full overflow-hidden rounded-small bg-paper"
          >
            <path d="M0 10H1000" className="stroke-line" vectorEffect="non-scaling-stroke" />
            {bars.map((bar) => (
              <StripBar key={bar.key} bar={bar} window={window} />
            ))}
            {present && (
              <path
                d={`M${present.x} 0V20`}
                vectorEffect="non-scaling-stroke"
                className="stroke-amber-ink"
                strokeWidth={1.5}
              />
            )}
          </svg>
        </div>
      ))}
      <div aria-hidden="true" className="flex justify-between text-xs text-ink-3 tabular-nums sm:pl-33">
        {tickShares.map((share) => (
          <span key={share} className={cx(share !== 0 && share !== 1 && 'max-sm:hidden')}>
            {formatAt(window.from + (window.to - window.from) * share)}
          </span>
        ))}
      </div>
    </div>
  )
}

function StripBar({ bar, window }: { bar: Bar; window: Window }) {
  const place = placed(bar, window)
  if (!place) return null
  const { y, height, look } = shapes[bar.look]
  return (
    <rect
      x={place.x}
      width={place.width}
      y={y}
      height={height}
      vectorEffect="non-scaling-stroke"
      className={look}
    >
      <title>{bar.title}</title>
    </rect>
  )
}
