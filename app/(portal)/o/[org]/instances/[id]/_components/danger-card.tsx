'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InstancePage } from '~/app/_client/compute'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { instanceCan } from '~/lib/resources/client'
import { InterruptedBalancers } from './interrupted-balancers'
import type { Rights } from './rights'
import type { InstanceActs } from './use-instance-actions'

type Props = {
  page: InstancePage
  act: InstanceActs
  rights: Rights
  /** The exit fee of its commitment; null if none is owed. */
  exitCents: string | null
}

/** Deletion protection, and deletion with the name typed; lists what is deleted and what stays. */
export function DangerCard({ page, act, rights, exitCents }: Props) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  const { instance, volumes, balancers } = page
  const [open, setOpen] = useState<'remove' | 'lift' | null>(null)
  const close = () => setOpen(null)
  const mayOperate = useReason(rights.operate)
  const mayRemove = useReason(rights.remove)
  if (instance.state === 'deleted' || instance.state === 'purging' || instance.state === 'purged') return null
  const hasFailed = instance.state === 'failed'
  const isLost = instance.state === 'lost'
  const protection = instance.isProtected ? instanceCan.unprotect(instance) : instanceCan.protect(instance)
  const remove = async () => {
    const result = await act.remove(volumes.length > 0, exitCents)
    if (result.ok && !hasFailed) showToast('ok', t('delete.done'))
    return result
  }
  return (
    <Card title={t('protection.title')}>
      <div className="grid gap-3.5">
        {!hasFailed && (
          <>
            <p className="text-ink-2">{instance.isProtected ? t('protection.on') : t('protection.off')}</p>
            <div>
              <Button
                disabledReason={mayOperate(protection)}
                onClick={() => (instance.isProtected ? setOpen('lift') : act.protect(true))}
              >
                {instance.isProtected ? t('action.unprotect') : t('action.protect')}
              </Button>
            </div>
          </>
        )}
        <div>
          <Button
            variant="danger"
            disabledReason={mayRemove(instanceCan.delete(instance))}
            onClick={() => setOpen('remove')}
          >
            {hasFailed ? t('action.remove') : t('delete.button')}
          </Button>
        </div>
      </div>
      <LateConfirmDialog
        isOpen={open === 'remove'}
        onClose={close}
        title={
          hasFailed
            ? t('delete.removeTitle', { name: instance.name })
            : t('delete.title', { name: instance.name })
        }
        confirmLabel={hasFailed ? t('action.remove') : t('action.delete')}
        danger
        {...(!hasFailed && { typeName: instance.name })}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={remove}
      >
        <p>{t(hasFailed ? 'delete.failedText' : isLost ? 'delete.lostText' : 'delete.text')}</p>
        {instance.state === 'running' && <InterruptedBalancers balancers={balancers} />}
        {exitCents !== null && !isLost && (
          <p>{t('delete.exit', { price: formatMoney(BigInt(exitCents), locale) })}</p>
        )}
        {volumes.length > 0 && !isLost && (
          <p>
            {t('delete.volumes', {
              count: volumes.length,
              names: volumes.map((volume) => volume.name).join(', '),
            })}
          </p>
        )}
      </LateConfirmDialog>
      <LateConfirmDialog
        isOpen={open === 'lift'}
        onClose={close}
        title={t('protection.liftTitle', { name: instance.name })}
        confirmLabel={t('action.unprotect')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={() => act.protect(false)}
      >
        <p>{t('protection.liftText')}</p>
      </LateConfirmDialog>
    </Card>
  )
}
