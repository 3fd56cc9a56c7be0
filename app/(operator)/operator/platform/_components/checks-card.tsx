import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { RelativeTime } from '~/components/ui/display/relative-time'
import type { PlatformView } from '~/lib/platform/client'
import { VerdictPill } from './verdict-pill'

/** One line per subject: the finding, and whether it needs a look. */
export function ChecksCard({ view }: { view: PlatformView }) {
  const t = useTranslations('platform')
  const columns: Column<PlatformView['checks'][number]>[] = [
    { id: 'subject', header: t('column.subject'), cell: ({ name }) => t(`check.${name}`) },
    { id: 'verdict', header: t('column.verdict'), cell: ({ verdict }) => <VerdictPill verdict={verdict} /> },
    {
      id: 'finding',
      header: t('column.finding'),
      cell: ({ name, count }) => t(`finding.${name}`, { count }),
    },
  ]
  const at = () => <RelativeTime at={new Date(view.readAt)} />
  return (
    <Card title={t('checks')} note={t.rich('readAt', { at })} padded={false}>
      <DataTable
        caption={t('checks')}
        columns={columns}
        rows={view.checks}
        rowKey={({ name }) => name}
        exportable={false}
        isWhole
      />
    </Card>
  )
}
