'use client'
import { useTranslations } from 'next-intl'
import { balancerQuery } from '~/app/_client/balancers'
import { useOptimisticRun } from '~/app/_client/use-optimistic-run'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { BalancerView } from '~/lib/resources/client'
import { deleteBalancerAction } from '../../actions'

type Props = { organisationId: string; balancer: BalancerView }

/** Deletion with the name typed; a failed one is taken from the list. */
export function DeleteCard({ organisationId, balancer }: Props) {
  const t = useTranslations('balancers.delete')
  const a = useTranslations('balancers.action')
  const run = useOptimisticRun<BalancerView>(balancerQuery(organisationId, balancer.id).queryKey)
  const { name, state, address, backends } = balancer
  if (state === 'deleting' || state === 'deleted') return null
  const hasFailed = state === 'failed'
  const refusal = balancer.may.delete ? undefined : a(state === 'creating' ? 'notNow' : 'readOnly')
  const remove = () =>
    run(
      () => deleteBalancerAction({ organisationId, balancerId: balancer.id }),
      (page) => ({ ...page, state: hasFailed ? 'deleted' : 'deleting' }),
    )
  return (
    <Card title={t('title')}>
      <div className="grid gap-3.5">
        <p className="text-ink-2">{t(hasFailed ? 'removeText' : 'text')}</p>
        <div>
          <ConfirmButton
            variant="danger"
            label={t(hasFailed ? 'removeButton' : 'button')}
            confirmLabel={t(hasFailed ? 'removeButton' : 'confirm')}
            refusal={refusal}
            title={t(hasFailed ? 'removeTitle' : 'confirmTitle', { name })}
            danger
            typeName={hasFailed ? undefined : name}
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={remove}
            done={t(hasFailed ? 'removed' : 'done', { name })}
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
          </ConfirmButton>
        </div>
      </div>
    </Card>
  )
}
