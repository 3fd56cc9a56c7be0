import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { RelativeTime } from '~/components/ui/relative-time'
import { StatePill } from '~/components/ui/state-pill'
import { TextLink } from '~/components/ui/text-link'
import { formatNumber, type Locale } from '~/lib/kernel/format'
import type { ComparisonView } from '~/lib/provisioning/client'
import { routes } from '~/lib/routes'

/** Each zone with its last comparison. */
export function ComparisonTable({ comparisons }: { comparisons: readonly ComparisonView[] }) {
  const t = useTranslations('drifts')
  const locale = useLocale() as Locale
  return (
    <ScrollRegion isWhole label={t('comparisons')}>
      <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{t('comparisons')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('column.zone')}
            </th>
            <th scope="col" className="text-left">
              {t('column.comparedAt')}
            </th>
            {(['objects', 'open', 'healed'] as const).map((column) => (
              <th key={column} scope="col" className="text-right">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparisons.map((each) => (
            <tr key={each.zoneId}>
              <th scope="row" className="text-left font-medium">
                <TextLink href={routes.operator.zone(each.zoneId)}>{each.zoneName}</TextLink>{' '}
                <span className="font-mono text-sm font-normal text-ink-3">{each.zoneCode}</span>
              </th>
              <td>
                <ComparedAt comparison={each} />
              </td>
              <td className="text-right">{formatNumber(each.objects, locale)}</td>
              <td className="text-right">{formatNumber(each.open, locale)}</td>
              <td className="text-right">{formatNumber(each.healed, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** A zone out of reach says since when nothing is known of it. */
function ComparedAt({ comparison }: { comparison: ComparisonView }) {
  const t = useTranslations('drifts')
  const { comparedAt, isOverdue } = comparison
  const pill = isOverdue && <StatePill tone="bad">{t('overdue')}</StatePill>
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {pill}
      {comparedAt === null ? t('notYet') : <RelativeTime at={new Date(comparedAt)} />}
    </span>
  )
}
