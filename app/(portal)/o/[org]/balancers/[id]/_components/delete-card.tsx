'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { balancerQuery } from '~/app/_client/balancers'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { BalancerView } from '~/lib/resources/client'
import { deleteBalancerAction } from '../../actions'

type Props = { organisationId: string; balancer: BalancerView }

/** Deletion with the name typed; a failed one is taken from the list. */
export function DeleteCard({ organisationId, balancer }: Props) {
  const t = useTranslations('balancers.delete')
  const a = useTranslations('balancers.action')
  const [isOpen, setOpen] = useState(false)
  const run = useOptimisticRun<BalancerView>(balancerQuery(organisationId, balancer.id).queryKey)
  const { name, state, address, backends } = balancer
  if (state === 'deleting' || state === 'deleted') return null
  const hasFailed = state === 'failed'
  const refusal = balancer.may.delete ? undefined : a(state === 'creating' ? 'notNow' : 'readOnly')
  const remove = async () => {
    const result = await run(
      () => deleteBalancerAction({ organisationId, balancerId: balancer.id }),
      (page) => ({ ...page, state: hasFailed ? 'deleted' : 'deleting' }),
    )
    if (result.ok) showToast('ok', t(hasFailed ? 'removed' : 'done', { name }))
    return result
  }
  return (
    <Card title={t('title')}>
      <div className="grid gap-3.5">
        <p className="text-ink-2">{t(hasFailed ? 'removeText' : 'text')}</p>
        <div>
          <Button variant="danger" disabledReason={refusal} onClick={() => setOpen(true)}>
            {t(hasFailed ? 'removeButton' : 'button')}
          </Button>
        </div>
      </div>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t(hasFailed ? 'removeTitle' : 'confirmTitle', { name })}
        confirmLabel={t(hasFailed ? 'removeButton' : 'confirm')}
        danger
        {...(!hasFailed && { typeName: name })}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={remove}
      >
        {hasFailed ? (
          <p>{t('removeText')}</p>
        ) : (
          <>
            <p>{address ? t('cut', { address }) : t('cutNoAddress')}</p>
            <p>{t('stay', { count: backends.length })}</p>
            <p>{t('final')}</p>
          </>
        )}
      </LateConfirmDialog>
    </Card>
  )
}
