import { useLocale, useTranslations } from 'next-intl'
import { formatDate, formatShare, type Locale } from '~/lib/kernel/text/format'
import type { ResourceForecast } from '~/lib/relocation/client'

type Props = { forecast: ResourceForecast; label: string; capacity: string }

/** In drawing units; the drawing stretches to its container. */
const [width, height] = [1_000, 100]
const shares = [0, 0.5, 1]
const dayMs = 86_400_000

/**
 * Daily claims as a share of the capacity, then the forecast with its band until the line of the capacity. The text around it has
 * the same in words.
 */
export function ForecastChart({ forecast, label, capacity }: Props) {
  const t = useTranslations('forecast')
  const locale = useLocale() as Locale
  const { points, total, outcome, claimed, perDay } = forecast
  if (points.length < 2 || total === 0) return null
  const past = points.length - 1
  const known = outcome.kind === 'known' ? outcome : null
  const latest = known?.latest ? daysUntil(forecast.lastDay, known.latest) : null
  const until = latest ?? known?.expectedInDays ?? known?.soonestInDays ?? 0
  const ahead = Math.min(past, Math.max(until, 0))
  const top = Math.max(1, ...points.map((value) => value / total)) * 1.12
  const x = (day: number) => round((width * day) / (past + ahead))
  const y = (value: number) => round(height - (height * value) / total / top)
  /** The line from now to the capacity in `days`, cut at the end of the drawing. */
  const towards = (days: number | null) => {
    if (days === null) return `L${x(past + ahead)} ${y(claimed)}`
    return days <= ahead
      ? `L${x(past + days)} ${y(total)}L${x(past + ahead)} ${y(total)}`
      : `L${x(past + ahead)} ${y(claimed + ((total - claimed) * ahead) / days)}`
  }
  const lowest = latest === null ? claimed : claimed + ((total - claimed) * ahead) / latest
  const day = (offset: number) => formatDate(new Date(Date.parse(forecast.lastDay) + offset * dayMs), locale)
  const history = points.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')
  const now = `M${x(past)} ${y(claimed)}`
  return (
    <figure className="grid gap-1">
      <div className="flex gap-2">
        <svg aria-hidden="true" className="h-36 w-12 shrink-0 overflow-visible">
          {shares.map((share) => (
            <text
              key={share}
              x="100%"
              y={`${y(share * total)}%`}
              textAnchor="end"
              dominantBaseline="central"
              className="fill-ink-3 text-xs tabular-nums"
            >
              {formatShare(share * 100, 100, locale)}
            </text>
          ))}
        </svg>
        <div className="relative h-36 min-w-0 flex-1">
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={label}
            className="absolute inset-0 size-full"
          >
            {shares.map((share) => (
              <path
                key={share}
                d={`M0 ${y(share * total)}H${width}`}
                vectorEffect="non-scaling-stroke"
                strokeWidth={share === 1 ? 1.5 : 1}
                className={share === 1 ? 'stroke-ink' : 'stroke-line'}
              />
            ))}
            {ahead > 0 && known && (
              <>
                <path
                  d={`${now}${towards(known.soonestInDays)}L${x(past + ahead)} ${y(lowest)}Z`}
                  className="fill-s1 opacity-15"
                />
                <path
                  d={`${now}L${x(past + ahead)} ${y(Math.max(0, Math.min(total, claimed + perDay * ahead)))}`}
                  vectorEffect="non-scaling-stroke"
                  strokeWidth={1.75}
                  strokeDasharray="4 4"
                  className="fill-none stroke-s1"
                />
                <path
                  d={`M${x(past)} 0V${height}`}
                  vectorEffect="non-scaling-stroke"
                  strokeDasharray="2 3"
                  className="stroke-ink-3"
                />
              </>
            )}
            <path
              d={history}
              vectorEffect="non-scaling-stroke"
              strokeWidth={1.75}
              strokeLinejoin="round"
              className="fill-none stroke-s1"
            />
          </svg>
          <svg aria-hidden="true" className="absolute inset-0 size-full overflow-visible">
            <text
              x="0"
              y={`${y(total)}%`}
              dy="1.1em"
              className="fill-ink stroke-surface stroke-4 text-xs [paint-order:stroke]"
            >
              {t('capacity', { capacity })}
            </text>
          </svg>
        </div>
      </div>
      <div aria-hidden="true" className="flex justify-between pl-14 text-xs text-ink-3 tabular-nums">
        <span>{day(-past)}</span>
        {ahead > 0 && <span>{t('today', { day: day(0) })}</span>}
        <span>{day(ahead)}</span>
      </div>
    </figure>
  )
}

const round = (value: number) => Math.round(value * 100) / 100

const daysUntil = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
