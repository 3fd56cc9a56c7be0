import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { Card } from '~/components/ui/display/card'
import { RelativeTime } from '~/components/ui/display/relative-time'
import type { HeldErasures } from '~/lib/hypervisors/client'
import { ReleaseErasures } from './release-erasures'

/** Resources deleted before rows were lost, which are not erased until an administrator agrees. */
export function HeldErasuresCard({
  erasures,
  refusal,
}: {
  erasures: HeldErasures
  refusal: string | undefined
}) {
  const t = useTranslations('drifts.erasures')
  return (
    <Card title={t('title')} padded={false} actions={<ReleaseErasures refusal={refusal} />}>
      <p className="p-4.5 text-ink-2">
        {t('text')} {erasures.resources.length === 0 && t('none')}
      </p>
      {erasures.resources.length > 0 && (
        <RowHeadTable
          caption={t('title')}
          rows={erasures.resources}
          rowKey={(resource) => resource.id}
          columns={[
            {
              id: 'object',
              header: t('object'),
              cell: ({ kind, id, name }) => (
                <>
                  {t(`kind.${kind}`)} {name}
                  <span className="block font-mono text-sm font-normal text-ink-2">{id}</span>
                </>
              ),
            },
            {
              id: 'organisation',
              header: t('organisation'),
              cell: (resource) => resource.organisationName,
            },
            {
              id: 'deletedAt',
              header: t('deletedAt'),
              cell: ({ deletedAt }) => (deletedAt ? <RelativeTime at={new Date(deletedAt)} /> : '–'),
            },
            {
              id: 'purgeAfter',
              header: t('purgeAfter'),
              cell: ({ purgeAfter }) => (purgeAfter ? <RelativeTime at={new Date(purgeAfter)} /> : '–'),
            },
          ]}
        />
      )}
    </Card>
  )
}
