'use client'
import { useTranslations } from 'next-intl'
import { EmptyState } from '~/components/ui/empty-state'
import { LinkButton } from '~/components/ui/link-button'
import { routes } from '~/lib/routes'

/** Why the list is empty: nothing ordered yet, or nothing that matches. */
export function NoInstance({ organisationId, isFiltered }: { organisationId: string; isFiltered: boolean }) {
  const t = useTranslations('compute.instances')
  if (isFiltered) {
    return (
      <EmptyState icon="filter" title={t('noneFound')}>
        {t('noneFoundText')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="server"
      title={t('emptyTitle')}
      action={<LinkButton href={routes.org.order(organisationId)}>{t('order')}</LinkButton>}
    >
      {t('emptyText')}
    </EmptyState>
  )
}
