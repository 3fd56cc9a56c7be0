import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FileLink } from '~/components/ui/links/file-link'
import type { PreparedExportView } from '~/lib/billing/client'
import { formatKib, type Locale } from '~/lib/kernel/text/format'

type Props = { exports: readonly PreparedExportView[]; hrefOf: (exportId: string) => string }

const tones: Readonly<Record<PreparedExportView['state'], Tone>> = {
  waiting: 'off',
  running: 'info',
  ready: 'ok',
  failed: 'bad',
}

/** Files prepared in the background, with their progress. */
export function PreparedExports({ exports, hrefOf }: Props) {
  const t = useTranslations('billingExports')
  const locale = useLocale() as Locale
  return (
    <DataTable
      caption={t('prepared')}
      rows={exports}
      rowKey={(row) => row.id}
      columns={[
        {
          id: 'file',
          header: t('file'),
          cell: (row) => <span className="font-mono text-sm">{row.fileName}</span>,
        },
        { id: 'asked', header: t('asked_at'), cell: (row) => <Timestamp at={new Date(row.createdAt)} /> },
        {
          id: 'state',
          header: t('state'),
          cell: (row) => (
            <StatePill tone={tones[row.state]} busy={row.state === 'running'}>
              {t(`states.${row.state}`, { rows: row.rows })}
            </StatePill>
          ),
        },
        { id: 'size', header: t('size'), numeric: true, cell: (row) => formatKib(row.bytes, locale) },
        {
          id: 'until',
          header: t('until'),
          cell: (row) => <Timestamp at={new Date(row.expiresAt)} look="date" />,
        },
        {
          id: 'actions',
          header: t('download'),
          cell: (row) =>
            row.state === 'ready' ? (
              <FileLink href={hrefOf(row.id)} size="sm">
                {t('download')}
              </FileLink>
            ) : null,
        },
      ]}
      empty={<p className="px-4.5 py-3.5 text-sm text-ink-2">{t('preparedNone')}</p>}
    />
  )
}
