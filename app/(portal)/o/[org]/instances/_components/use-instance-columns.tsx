'use client'
import { useTranslations } from 'next-intl'
import { useSpecText } from '~/components/compute/bundle-spec'
import { TagList } from '~/components/compute/tag-list'
import type { Column } from '~/components/table/column'
import { CopyCell } from '~/components/table/copy-cell'
import { Icon } from '~/components/ui/icon'
import { Money } from '~/components/ui/money'
import { RelativeTime } from '~/components/ui/relative-time'
import { StatePill } from '~/components/ui/state-pill'
import { type InstanceView, instanceTones, transientInstanceStates } from '~/lib/compute/client'

/** The columns of the list of servers. */
export function useInstanceColumns(): Column<InstanceView>[] {
  const t = useTranslations('compute')
  const spec = useSpecText()
  // Once for the column, and no hook within a row: the list draws fifty.
  const copyAddress = useTranslations('common')('copy', { what: t('connect.address') })
  return [
    { id: 'name', header: t('field.name'), sortable: true, cell: (row) => row.name },
    {
      id: 'state',
      header: t('field.state'),
      sortable: true,
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          <StatePill tone={instanceTones[row.state]} busy={transientInstanceStates.includes(row.state)}>
            {t(`state.${row.state}`)}
          </StatePill>
          {row.isProtected && <Icon name="lock" size={14} label={t('protection.badge')} />}
        </span>
      ),
    },
    {
      id: 'zone',
      header: t('field.zone'),
      sortable: true,
      hideable: true,
      cell: (row) => <span className="font-mono text-sm">{row.zone.code}</span>,
    },
    {
      id: 'bundle',
      header: t('field.bundle'),
      sortable: true,
      hideable: true,
      csv: (row) => row.bundle.name,
      cell: (row) => (
        <span title={spec(row.bundle)} className="whitespace-nowrap">
          {row.bundle.name}
        </span>
      ),
    },
    {
      id: 'address',
      header: t('field.address'),
      hideable: true,
      csv: (row) => addressOf(row) ?? '',
      cell: (row) => {
        const address = addressOf(row)
        return address && <CopyCell text={address} label={copyAddress} />
      },
    },
    {
      id: 'tags',
      header: t('field.tags'),
      hideable: true,
      csv: (row) =>
        Object.entries(row.tags)
          .map(([key, value]) => `${key}:${value}`)
          .join(' '),
      cell: (row) => <TagList tags={row.tags} />,
    },
    {
      id: 'monthly',
      header: t('field.monthly'),
      numeric: true,
      hideable: true,
      cell: (row) => <Money bare cents={BigInt(row.monthlyCents)} />,
    },
    {
      id: 'created',
      header: t('field.created'),
      sortable: true,
      hideable: true,
      csv: (row) => row.createdAt,
      cell: (row) => <RelativeTime at={new Date(row.createdAt)} />,
    },
  ]
}

/** What failed has given its address back. */
function addressOf({ address, state }: InstanceView): string | null {
  return state === 'failed' ? null : address
}
