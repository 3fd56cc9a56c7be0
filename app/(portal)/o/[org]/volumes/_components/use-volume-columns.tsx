'use client'
import { useLocale, useTranslations } from 'next-intl'
import { VolumeStatePill } from '~/components/compute/instance-state'
import { TagList } from '~/components/compute/tag-list'
import type { Column } from '~/components/table/column'
import { Icon } from '~/components/ui/display/icon'
import { Money } from '~/components/ui/display/money'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { TextLink } from '~/components/ui/links/text-link'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { VolumeView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** The columns of the list of volumes. */
export function useVolumeColumns(organisationId: string): Column<VolumeView>[] {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  return [
    { id: 'name', header: t('field.name'), sortable: true, cell: (row) => row.name },
    {
      id: 'state',
      header: t('field.state'),
      sortable: true,
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          <VolumeStatePill state={row.state} health={row.health} />
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
      id: 'size',
      header: t('field.size'),
      sortable: true,
      numeric: true,
      cell: (row) => formatNumber(row.sizeGib, locale),
    },
    {
      id: 'class',
      header: t('field.class'),
      hideable: true,
      cell: (row) => t(`volumeClass.${row.volumeClass}`),
    },
    {
      id: 'attachedTo',
      header: t('field.attachedTo'),
      hideable: true,
      cell: ({ attachedInstance: host }) =>
        host && <TextLink href={routes.org.instance(organisationId, host.id)}>{host.name}</TextLink>,
    },
    { id: 'tags', header: t('field.tags'), hideable: true, cell: (row) => <TagList tags={row.tags} /> },
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
