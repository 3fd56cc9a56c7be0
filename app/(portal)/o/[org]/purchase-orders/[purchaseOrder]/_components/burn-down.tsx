import { useLocale, useTranslations } from 'next-intl'
import { TimeChart } from '~/components/chart/time-chart'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Money } from '~/components/ui/display/money'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { PurchaseOrderDetail } from '~/lib/ordering/client'

type Props = { order: PurchaseOrderDetail; formatAxis: (cents: number) => string }

const at = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** Daily usage, its projection and the ceiling; the figures are behind a toggle. */
export function BurnDown({ order, formatAxis }: Props) {
  const t = useTranslations('buying.detail')
  const locale = useLocale() as Locale
  const money = (cents: string) => formatMoney(BigInt(cents), locale)
  const sample = ({ day, cents }: { day: string; cents: string }) => ({ at: at(day), value: Number(cents) })
  const { past, future, startsOn, endsOn, ceilingCents, usedCents, committedCents } = order
  const all = [...past, ...future.filter(({ day }) => day > (past.at(-1)?.day ?? ''))]
  const days = all.map(({ day }) => at(day))
  const gap = Math.max(86_400_000, ...days.slice(1).map((day, index) => day - (days[index] ?? day)))
  const ends = [startsOn, endsOn].map((day) => ({ at: at(day), value: Number(ceilingCents) }))
  const steps = all.map(({ day }) => ({ at: at(day), value: Number(ceilingCents) }))
  return (
    <Card>
      <TimeChart
        title={t('chart')}
        summary={t('chartSummary', {
          used: money(usedCents),
          committed: money(committedCents),
          ceiling: money(ceilingCents),
        })}
        lines={[
          { key: 'used', label: t('usedLine'), samples: past.map(sample) },
          { key: 'planned', label: t('plannedLine'), samples: future.map(sample), isDashed: true },
          { key: 'ceiling', label: t('ceilingLine'), samples: steps.length > 1 ? steps : ends },
        ]}
        from={at(startsOn)}
        to={at(endsOn)}
        max={Math.max(Number(ceilingCents), Number(committedCents)) * 1.05}
        stepMs={gap}
        format={formatAxis}
        formatTime={(time) => formatDate(new Date(time), locale)}
      />
      <div className="mt-3">
        <Disclosure summary={t('figures')}>
          <ScrollRegion label={t('figures')}>
            <table className="data-table stacked w-full">
              <caption className="sr-only">{t('figures')}</caption>
              <thead>
                <tr>
                  <th scope="col" className="text-left">
                    {t('day')}
                  </th>
                  <th scope="col" className="text-right">
                    {t('cents')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map(({ day, cents }) => (
                  <tr key={day}>
                    <td>{formatDate(new Date(at(day)), locale)}</td>
                    <td data-label={t('cents')} className="stack-end text-right">
                      <Money cents={BigInt(cents)} bare />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </Disclosure>
      </div>
    </Card>
  )
}
