import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { PlannedStay } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'

/** Servers without another possible host, with the reason. */
export function StayTable({ stays, total }: { stays: readonly PlannedStay[]; total: number }) {
  const t = useTranslations('planning')
  if (stays.length === 0) return null
  return (
    <Card
      title={t('stays', { count: total })}
      {...(total > stays.length && { note: t('staysShown', { count: stays.length }) })}
      padded={false}
    >
      <DataTable
        caption={t('stays', { count: total })}
        rows={stays}
        rowKey={(stay) => stay.serverId}
        columns={[
          {
            id: 'server',
            header: t('column.server'),
            cell: (stay) => <span className="font-mono text-sm">{stay.server}</span>,
          },
          {
            id: 'organisation',
            header: t('column.organisation'),
            cell: ({ organisation }) => (
              <TextLink href={routes.operator.organisation(organisation.id)}>{organisation.name}</TextLink>
            ),
          },
          {
            id: 'host',
            header: t('column.from'),
            cell: ({ from }) => (
              <TextLink href={routes.operator.host(from.id)}>
                <span className="font-mono text-sm">{from.name}</span>
              </TextLink>
            ),
          },
          {
            id: 'why',
            header: t('column.why'),
            cell: ({ why, until }) => (
              <>
                {t(`why.${why}`)} {until && <Timestamp at={new Date(until)} look="short" />}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
