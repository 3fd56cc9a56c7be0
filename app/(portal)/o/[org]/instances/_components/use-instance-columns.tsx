'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useSpecText } from '~/components/compute/bundle-spec'
import { InstanceStatePill } from '~/components/compute/instance-state'
import { TagList } from '~/components/compute/tag-list'
import type { Column } from '~/components/table/column'
import { CopyCell } from '~/components/table/copy-cell'
import { Icon } from '~/components/ui/display/icon'
import { useTimeAgo } from '~/components/ui/display/relative-time'
import { StatePill } from '~/components/ui/display/state-pill'
import { formatAmount, type Locale } from '~/lib/kernel/text/format'
import { type InstanceLine, instanceTones, transientInstanceStates } from '~/lib/resources/client'

/** The columns of the list of servers. */
export function useInstanceColumns(): Column<InstanceLine>[] {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  // Computed once per column, without a hook per row: the list has fifty rows.
  const spec = oncePerBundle(useSpecText())
  const timeAgo = useTimeAgo()
  const copyAddress = useTranslations('common')('copy', { what: t('connect.address') })
  return [
    { id: 'name', header: t('field.name'), sortable: true, cell: (row) => row.name },
    {
      id: 'state',
      header: t('field.state'),
      sortable: true,
      cell: (row) => {
        // A component per row only where the state is not that of most rows: the list has fifty.
        const pill = row.health ? (
          <InstanceStatePill state={row.state} health={row.health} />
        ) : (
          <StatePill tone={instanceTones[row.state]} busy={transientInstanceStates.includes(row.state)}>
            {t(`state.${row.state}`)}
          </StatePill>
        )
        if (!row.isProtected) return pill
        return (
          <span className="inline-flex flex-wrap items-center gap-1.5">
            {pill}
            <Icon name="lock" size={14} label={t('protection.badge')} />
          </span>
        )
      },
    },
    {
      id: 'zone',
      header: t('field.zone'),
      sortable: true,
      hideable: true,
      className: 'font-mono text-sm',
      cell: (row) => row.zone.code,
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
      className: 'whitespace-nowrap',
      cell: (row) => formatAmount(BigInt(row.monthlyCents), locale),
    },
    {
      id: 'created',
      header: t('field.created'),
      sortable: true,
      hideable: true,
      csv: (row) => row.createdAt,
      cell: (row) => timeAgo(new Date(row.createdAt)),
    },
  ]
}

/** Many servers share few bundles, and formatting numbers is slow. */
function oncePerBundle(text: (bundle: InstanceLine['bundle']) => string) {
  const made = new Map<string, string>()
  return (bundle: InstanceLine['bundle']): string => {
    const known = made.get(bundle.id) ?? text(bundle)
    made.set(bundle.id, known)
    return known
  }
}

/** A failed server has released its address. */
function addressOf({ address, state }: InstanceLine): string | null {
  return state === 'failed' ? null : address
}
