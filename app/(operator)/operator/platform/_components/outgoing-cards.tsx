import { useLocale, useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import type { BacklogView, PlatformView, Verdict } from '~/lib/platform/client'
import { VerdictPill } from './verdict-pill'

type CertificateRow = { kind: 'renewed' | 'uploaded' | 'failed'; text: string; verdict: Verdict }

/** What waits to be sent, and certificates. */
export function OutgoingCards({ view }: { view: Pick<PlatformView, 'backlogs' | 'certificates'> }) {
  const t = useTranslations('platform')
  const locale = useLocale() as Locale
  const backlogs: Column<BacklogView>[] = [
    { id: 'channel', header: t('column.channel'), cell: ({ channel }) => t(`channel.${channel}`) },
    { id: 'verdict', header: t('column.verdict'), cell: ({ verdict }) => <VerdictPill verdict={verdict} /> },
    { id: 'waiting', header: t('column.waiting'), numeric: true, cell: ({ waiting }) => waiting },
    {
      id: 'age',
      header: t('column.oldest'),
      cell: ({ waiting, ageSeconds }) =>
        waiting > 0 ? t('since', { duration: formatDuration(ageSeconds, locale) }) : t('nothingWaits'),
    },
  ]
  const { renewedDays, uploadedDays, failedOrders, verdict } = view.certificates
  const daysLeft = (days: number | null) => (days === null ? t('noCertificate') : t('days', { count: days }))
  const rows: CertificateRow[] = [
    { kind: 'renewed', text: daysLeft(renewedDays), verdict },
    { kind: 'uploaded', text: daysLeft(uploadedDays), verdict: 'well' },
    { kind: 'failed', text: t('orders', { count: failedOrders }), verdict: 'well' },
  ]
  const certificates: Column<CertificateRow>[] = [
    { id: 'kind', header: t('column.certificate'), cell: ({ kind }) => t(`certificate.${kind}`) },
    { id: 'verdict', header: t('column.verdict'), cell: (row) => <VerdictPill verdict={row.verdict} /> },
    { id: 'left', header: t('column.finding'), cell: ({ text }) => text },
  ]
  return (
    <>
      <Card title={t('backlogs')} padded={false}>
        <DataTable
          caption={t('backlogs')}
          columns={backlogs}
          rows={view.backlogs}
          rowKey={({ channel }) => channel}
        />
      </Card>
      <Card title={t('certificates')} padded={false}>
        <DataTable
          caption={t('certificates')}
          columns={certificates}
          rows={rows}
          rowKey={({ kind }) => kind}
        />
      </Card>
    </>
  )
}
