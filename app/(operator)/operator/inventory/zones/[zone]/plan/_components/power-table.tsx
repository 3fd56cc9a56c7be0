import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { formatGb, formatGib, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { ZonePower } from '~/lib/placement/client'

type Props = { before: ZonePower; after: ZonePower | null }
type Row = {
  key: string
  label: string
  now: number
  later: number | null
  format: (value: number) => string
}

/** Before and after: free capacity, servers of each bundle that fit, racks that may fail. */
export function PowerTable({ before, after }: Props) {
  const t = useTranslations('planning.plan')
  const locale = useLocale() as Locale
  const number = (value: number) => formatNumber(value, locale)
  const gib = (mib: number) => formatGib(Math.round(mib / 1024), locale)
  const row = (
    key: string,
    label: string,
    of: (power: ZonePower) => number,
    format: (value: number) => string = number,
  ): Row => ({ key, label, now: of(before), later: after && of(after), format })
  const rows = [
    row('vcpu', t('free.vcpu'), (power) => power.free.vcpu),
    row('memory', t('free.memory'), (power) => power.free.memoryMib, gib),
    row(
      'disk',
      t('free.disk'),
      (power) => power.free.diskGib,
      (value) => formatGb(value, locale),
    ),
    row('headroom', t('fatalRacks', { total: before.headroom.racks }), (power) => power.headroom.fatal),
    ...before.stock.map(({ id, name }) =>
      row(id, t('stock', { name }), (power) => power.stock.find((each) => each.id === id)?.count ?? 0),
    ),
  ]
  return (
    <Card title={t('power')} note={t('powerNote')} padded={false}>
      <DataTable
        caption={t('power')}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { id: 'what', header: t('column.what'), cell: ({ label }) => label },
          { id: 'now', header: t('column.now'), numeric: true, cell: ({ now, format }) => format(now) },
          ...(after
            ? [
                {
                  id: 'later',
                  header: t('column.later'),
                  numeric: true,
                  cell: ({ later, format }: Row) => later !== null && format(later),
                },
                {
                  id: 'change',
                  header: t('column.change'),
                  numeric: true,
                  cell: ({ now, later, format }: Row) =>
                    later === null || later === now
                      ? '='
                      : `${later > now ? '+' : '−'}\u202f${format(Math.abs(later - now))}`,
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
