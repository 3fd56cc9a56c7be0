import { useLocale, useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import type { ComparisonView } from '~/lib/hypervisors/client'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

type Props = {
  comparisons: readonly ComparisonView[]
  /** Those whose zone was not read since the database was restored. */
  unread?: readonly ComparisonView[]
}

/** Each zone with its last comparison. */
export function ComparisonTable({ comparisons, unread = [] }: Props) {
  const t = useTranslations('drifts')
  const locale = useLocale() as Locale
  return (
    <RowHeadTable
      caption={t('comparisons')}
      rows={comparisons}
      rowKey={(each) => each.zoneId}
      columns={[
        {
          id: 'zone',
          header: t('column.zone'),
          cell: (each) => (
            <>
              <TextLink href={routes.operator.zone(each.zoneId)}>{each.zoneName}</TextLink>{' '}
              <span className="font-mono text-sm font-normal text-ink-3">{each.zoneCode}</span>
            </>
          ),
        },
        {
          id: 'comparedAt',
          header: t('column.comparedAt'),
          cell: (each) => <ComparedAt comparison={each} isUnread={unread.includes(each)} />,
        },
        ...(['objects', 'open', 'healed'] as const).map((column) => ({
          id: column,
          header: t(`column.${column}`),
          numeric: true,
          cell: (each: ComparisonView) => formatNumber(each[column], locale),
        })),
      ]}
    />
  )
}

/** An unreachable zone shows since when nothing is known about it. */
function ComparedAt({ comparison, isUnread }: { comparison: ComparisonView; isUnread: boolean }) {
  const t = useTranslations('drifts')
  const { comparedAt, isOverdue } = comparison
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {isUnread ? (
        <StatePill tone="off">{t('notReadAgain')}</StatePill>
      ) : (
        isOverdue && <StatePill tone="bad">{t('overdue')}</StatePill>
      )}
      {comparedAt === null ? t('notYet') : <RelativeTime at={new Date(comparedAt)} />}
    </span>
  )
}
