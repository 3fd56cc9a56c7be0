import { useLocale, useTranslations } from 'next-intl'
import { TimeChart } from '~/components/chart/time-chart'
import { formatDate, formatDuration, type Locale } from '~/lib/kernel/text/format'
import { type BudgetPoint, formatExact } from '~/lib/sla/client'

type Props = { points: readonly BudgetPoint[]; allowedMs: number; from: number; to: number }

const dayMs = 86_400_000

/** The month's error budget as it is used up, against an even pace. The days above have the figures. */
export function BudgetBurnDown({ points, allowedMs, from, to }: Props) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const left = points.at(-1)?.leftMs ?? allowedMs
  const pace = Array.from({ length: Math.round((to - from) / dayMs) + 1 }, (_, day) => ({
    at: Math.min(to, from + day * dayMs),
    value: Math.max(0, allowedMs * (1 - (day * dayMs) / (to - from))),
  }))
  const summary = t(left < 0 ? 'burnDown.exceeded' : 'burnDown.summary', {
    left: formatExact(Math.abs(left), locale),
    allowed: formatExact(allowedMs, locale),
  })
  return (
    <TimeChart
      title={summary}
      summary={summary}
      lines={[
        {
          key: 'left',
          label: t('burnDown.left'),
          isReference: true,
          samples: points.map(({ at, leftMs }) => ({ at, value: Math.max(0, leftMs) })),
        },
        { key: 'pace', label: t('burnDown.pace'), samples: pace, isDashed: true, isReference: true },
      ]}
      from={from}
      to={to}
      max={allowedMs}
      stepMs={dayMs}
      format={(ms) => formatDuration(ms / 1_000, locale)}
      formatTime={(at) => formatDate(new Date(at), locale)}
    />
  )
}
