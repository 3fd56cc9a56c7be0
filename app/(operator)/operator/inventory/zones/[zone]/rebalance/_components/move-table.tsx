import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { TextLink } from '~/components/ui/links/text-link'
import { formatGb, formatGib, type Locale } from '~/lib/kernel/text/format'
import type { RebalanceMove, RebalanceView } from '~/lib/placement/client'
import { routes } from '~/lib/routes'

type Props = Pick<RebalanceView, 'zone' | 'moves'> & {
  searchParams: Record<string, string | string[] | undefined>
}

/** The moves in execution order: each finds free room on its target. */
export function MoveTable({ zone, moves, searchParams }: Props) {
  const t = useTranslations('rebalance')
  const locale = useLocale() as Locale
  const state = readTableState(searchParams, {
    pathname: routes.operator.rebalance(zone.id),
    sortable: [],
    defaultSort: 'order',
  })
  const place = (host: RebalanceMove['from']) => (
    <>
      <TextLink href={routes.operator.host(host.id)}>
        <span className="font-mono text-sm">{host.name}</span>
      </TextLink>{' '}
      <span className="text-sm text-ink-2">{t('rack', { name: host.rack })}</span>
    </>
  )
  const placeCsv = (host: RebalanceMove['from']) => `${host.name} (${t('rack', { name: host.rack })})`
  return (
    <Card title={t('moves')} padded={false}>
      <DataTable
        caption={t('caption', { zone: zone.code })}
        rows={moves}
        rowKey={(move) => move.serverId}
        state={state}
        columns={[
          {
            id: 'server',
            header: t('server'),
            cell: (move) => <span className="font-mono text-sm">{move.server}</span>,
          },
          {
            id: 'organisation',
            header: t('organisation'),
            cell: ({ organisation }) => (
              <TextLink href={routes.operator.organisation(organisation.id)}>{organisation.name}</TextLink>
            ),
          },
          {
            id: 'from',
            header: t('from'),
            cell: (move) => place(move.from),
            csv: (move) => placeCsv(move.from),
          },
          { id: 'to', header: t('to'), cell: (move) => place(move.to), csv: (move) => placeCsv(move.to) },
          { id: 'vcpu', header: t('vcpu'), numeric: true, cell: (move) => move.vcpu },
          {
            id: 'memory',
            header: t('memory'),
            numeric: true,
            cell: (move) => formatGib(move.memoryMib / 1024, locale),
          },
          { id: 'disk', header: t('disk'), numeric: true, cell: (move) => formatGb(move.diskGib, locale) },
          { id: 'why', header: t('why'), cell: (move) => t(`reason.${move.why}`) },
        ]}
        empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
      />
    </Card>
  )
}
