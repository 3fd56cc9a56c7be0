'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { balancerQuery } from '~/app/_client/balancers'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { Button } from '~/components/ui/links/button'
import { LinkButton } from '~/components/ui/links/link-button'
import type { BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { renameBalancerAction } from '../../actions'

const RenameDialog = lazy(async () => ({
  default: (await import('~/components/compute/rename-dialog')).RenameDialog,
}))

type Props = { organisationId: string; balancer: Pick<BalancerView, 'id' | 'name' | 'may'> }

/** Changes the settings or the name. */
export function BalancerActions({ organisationId, balancer }: Props) {
  const t = useTranslations('balancers')
  const [isRenaming, setRenaming] = useState(false)
  const run = useOptimisticRun<BalancerView>(balancerQuery(organisationId, balancer.id).queryKey)
  const rename = (name: string) =>
    run(() => renameBalancerAction({ organisationId, balancerId: balancer.id, name }))
  return (
    <>
      {balancer.may.change ? (
        <LinkButton variant="primary" href={routes.org.balancerSettings(organisationId, balancer.id)}>
          {t('settings.change')}
        </LinkButton>
      ) : (
        <Button disabledReason={t('action.readOnly')}>{t('settings.change')}</Button>
      )}
      <Button
        variant="quiet"
        disabledReason={balancer.may.rename ? undefined : t('action.readOnly')}
        onClick={() => setRenaming(true)}
      >
        {t('action.rename')}
      </Button>
      <Suspense fallback={null}>
        {isRenaming && <RenameDialog name={balancer.name} onClose={() => setRenaming(false)} save={rename} />}
      </Suspense>
    </>
  )
}
