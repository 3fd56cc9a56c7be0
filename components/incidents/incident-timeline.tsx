import { useLocale, useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import { momentsOf, type UnavailableStep, unavailableSteps } from '~/lib/incidents/client'
import { formatDuration, formatNumber, type Locale } from '~/lib/kernel/text/format'

type Props = {
  incident: Parameters<typeof momentsOf>[0]
  updates: readonly { at: string }[]
  touched: readonly { fromAt: string; toAt: string | null }[]
  now: Date
}

/** Share of the width kept free at both ends, and the least distance of two numbers. */
const [margin, apart] = [0.04, 6.5]

/** An incident in one picture: how many resources were unavailable, and its moments as numbers; the list names them. */
export function IncidentTimeline({ incident, updates, touched, now }: Props) {
  const t = useTranslations('incidents')
  const locale = useLocale() as Locale
  const moments = momentsOf(incident, updates)
  const steps = unavailableSteps(touched)
  const start = moments[0]?.at ?? now.getTime()
  const instants = [...moments.map(({ at }) => at), ...steps.map(({ at }) => at)]
  const end = incident.resolvedAt ? Math.max(...instants) : now.getTime()
  const length = Math.max(60_000, end - start)
  const [from, to] = [start - length * margin, start + length * (1 + margin)]
  const xOf = (at: number) => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * 100
  const most = Math.max(0, ...steps.map(({ count }) => count))
  const numbers = spread(moments.map(({ at }) => xOf(at)))
  return (
    <div className="grid gap-4">
      <figure className="grid gap-1">
        <figcaption className="text-sm text-ink-2">{t('timeline.unavailable', { count: most })}</figcaption>
        <div className="flex gap-2">
          <svg aria-hidden="true" className="h-24 w-8 shrink-0 overflow-visible">
            {[...new Set([0, most])].map((tick) => (
              <text
                key={tick}
                x="100%"
                y={tick === 0 ? '100%' : '15%'}
                textAnchor="end"
                dominantBaseline="central"
                className="fill-ink-3 text-xs tabular-nums"
              >
                {formatNumber(tick, locale)}
              </text>
            ))}
          </svg>
          <div className="grid min-w-0 flex-1 gap-1">
            <div className="relative h-24">
              <svg
                aria-hidden="true"
                viewBox="0 0 100 100"
                preserveAspectRatio="none"
                className="absolute inset-0 size-full"
              >
                <path
                  d={areaOf(steps, most, xOf, incident.resolvedAt ? end : now.getTime())}
                  className="fill-bad-wash stroke-bad"
                  vectorEffect="non-scaling-stroke"
                  strokeWidth={1.5}
                />
                <path d="M0 100H100" vectorEffect="non-scaling-stroke" className="stroke-field" />
                {moments.map(({ kind, at }) => (
                  <path
                    key={`${kind}${at}`}
                    d={`M${xOf(at)} 15V100`}
                    vectorEffect="non-scaling-stroke"
                    strokeDasharray="3 3"
                    className="stroke-ink-3"
                  />
                ))}
              </svg>
            </div>
            <svg aria-hidden="true" className="h-5 w-full overflow-visible">
              {moments.map(({ kind, at }, index) => (
                <Mark key={`${kind}${at}`} x={`${numbers[index]}%`} number={index + 1} />
              ))}
            </svg>
          </div>
        </div>
      </figure>
      <ol className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2 xl:grid-cols-3">
        {moments.map(({ kind, at }, index) => (
          <li key={`${kind}${at}`} className="flex items-baseline gap-2">
            <svg aria-hidden="true" className="h-5 w-5 shrink-0 translate-y-1">
              <Mark x="50%" number={index + 1} />
            </svg>
            <span>
              {t(`timeline.${kind}`)}
              <span className="block text-sm text-ink-2">
                <Timestamp at={new Date(at)} look="short" />
                {at > start &&
                  ` · ${t('timeline.after', { duration: formatDuration((at - start) / 1_000, locale) })}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Mark({ x, number }: { x: string; number: number }) {
  return (
    <>
      <circle cx={x} cy={10} r={9} className="fill-surface stroke-field" />
      <text
        x={x}
        y={10}
        textAnchor="middle"
        dominantBaseline="central"
        className="fill-ink text-xs tabular-nums"
      >
        {number}
      </text>
    </>
  )
}

/** The area under the steps, from the bottom at 100 to the highest at 15. */
function areaOf(steps: readonly UnavailableStep[], most: number, xOf: (at: number) => number, end: number) {
  const first = steps[0]
  if (!first || most === 0) return ''
  const y = (count: number) => 100 - (count / most) * 85
  const parts = steps.map(({ at, count }) => `H${xOf(at)}V${y(count)}`)
  return `M${xOf(first.at)} 100${parts.join('')}H${xOf(end)}V100Z`
}

/** Positions in order, each at least `apart` after the one before, and none beyond the end. */
function spread(positions: readonly number[]): number[] {
  const placed: number[] = []
  for (const x of positions) placed.push(Math.max(x, (placed.at(-1) ?? -apart) + apart))
  for (let index = placed.length - 1, limit = 97; index >= 0; index--, limit -= apart)
    placed[index] = Math.min(placed[index] ?? limit, limit)
  return placed
}
