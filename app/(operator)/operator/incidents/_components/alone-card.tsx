import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { LoneFailure } from '~/lib/incidents/client'

/** Isolated failures: shown because nothing is proposed for them. */
export function AloneCard({ failures }: { failures: readonly LoneFailure[] }) {
  const t = useTranslations('incidents')
  return (
    <Card title={t('alone')} note={t('aloneNote')} padded={false} className="mt-4">
      <DataTable
        caption={t('alone')}
        rows={failures}
        rowKey={({ id }) => id}
        columns={[
          { id: 'name', header: t('column.resource'), cell: ({ name }) => name },
          { id: 'kind', header: t('column.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
          { id: 'organisation', header: t('column.organisation'), cell: ({ organisation }) => organisation },
          {
            id: 'since',
            header: t('column.from'),
            cell: ({ since }) => (since ? <Timestamp at={new Date(since)} look="short" /> : '–'),
          },
        ]}
      />
    </Card>
  )
}
