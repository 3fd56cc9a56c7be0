import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { type RackDetail, rackRows } from '~/lib/datacentre/client'
import { HostRow } from './host-row'

/** The front view of a rack, top unit first: hosts at their units, and the free units between them. */
export function Elevation({ rack }: { rack: RackDetail }) {
  const t = useTranslations('inventory.rackPage')
  const { rows, loose } = rackRows(rack.units, rack.hosts)
  if (rack.hosts.length === 0) {
    return (
      <Card title={t('hosts')}>
        <EmptyState icon="server" title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      </Card>
    )
  }
  const span = (from: number, to: number) => (from === to ? t('unit', { from }) : t('unitSpan', { from, to }))
  return (
    <>
      {rows.length > 0 && (
        <Card title={t('elevation')} note={t('unitsNote', { units: rack.units })} padded={false}>
          <ol className="divide-y divide-line">
            {rows.map((row) => (
              <li
                key={row.from}
                className={cx(
                  'flex items-center gap-4 px-4.5 py-2.5',
                  row.kind === 'gap' && 'bg-sunken text-sm',
                )}
              >
                <span className="w-16 shrink-0 font-mono text-sm text-ink-3">{span(row.from, row.to)}</span>
                {row.kind === 'host' ? (
                  <HostRow host={row.host} />
                ) : (
                  <span className="text-ink-3">{t('free', { count: row.to - row.from + 1 })}</span>
                )}
              </li>
            ))}
          </ol>
        </Card>
      )}
      {loose.length > 0 && (
        <Card title={rows.length > 0 ? t('loose') : t('hosts')} note={t('looseNote')} padded={false}>
          <ul className="divide-y divide-line">
            {loose.map((host) => (
              <li key={host.id} className="flex px-4.5 py-2.5">
                <HostRow host={host} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
