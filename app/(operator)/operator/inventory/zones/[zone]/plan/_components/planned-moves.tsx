import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { TextLink } from '~/components/ui/links/text-link'
import { formatGb, formatGib, type Locale } from '~/lib/kernel/text/format'
import type { PlannedMove } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'

/** The target of each server of a host. */
export function PlannedMoves({ moves }: { moves: readonly PlannedMove[] }) {
  const t = useTranslations('planning')
  const locale = useLocale() as Locale
  return (
    <Card title={t('moves')} padded={false}>
      <DataTable
        caption={t('moves')}
        rows={moves}
        rowKey={(move) => move.serverId}
        columns={[
          {
            id: 'server',
            header: t('column.server'),
            cell: (move) => <span className="font-mono text-sm">{move.server}</span>,
          },
          {
            id: 'organisation',
            header: t('column.organisation'),
            cell: ({ organisation }) => (
              <TextLink href={routes.operator.organisation(organisation.id)}>{organisation.name}</TextLink>
            ),
          },
          {
            id: 'to',
            header: t('column.to'),
            cell: ({ to }) => (
              <>
                <TextLink href={routes.operator.host(to.id)}>
                  <span className="font-mono text-sm">{to.name}</span>
                </TextLink>{' '}
                <span className="text-sm whitespace-nowrap text-ink-2">{t('rack', { name: to.rack })}</span>
              </>
            ),
            csv: ({ to }) => `${to.name} (${t('rack', { name: to.rack })})`,
          },
          {
            id: 'effect',
            header: t('column.effect'),
            cell: (move) => (
              <>
                {t(move.isRunning ? 'stopsBriefly' : 'isStopped')}
                {move.bends.length > 0 && (
                  <span className="block text-sm text-warn">
                    {t('bends', { groups: move.bends.join(', ') })}
                  </span>
                )}
              </>
            ),
          },
          { id: 'vcpu', header: t('column.vcpu'), numeric: true, cell: (move) => move.vcpu },
          {
            id: 'memory',
            header: t('column.memory'),
            numeric: true,
            cell: (move) => formatGib(move.memoryMib / 1024, locale),
          },
          {
            id: 'disk',
            header: t('column.disk'),
            numeric: true,
            cell: (move) => formatGb(move.diskGib, locale),
          },
        ]}
        empty={<EmptyState title={t('nothingTitle')}>{t('nothing')}</EmptyState>}
      />
    </Card>
  )
}
