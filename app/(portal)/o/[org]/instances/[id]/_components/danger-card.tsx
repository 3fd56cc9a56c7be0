'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { DangerCard as ResourceDanger } from '~/app/_client/danger-card'
import { useReason } from '~/components/compute/use-reason'
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
  const { instance, volumes, snapshots, balancers } = page
  const mayOperate = useReason(rights.operate)
  const mayRemove = useReason(rights.remove)
  if (instance.state === 'deleted' || instance.state === 'purging' || instance.state === 'purged') return null
  const hasFailed = instance.state === 'failed'
  const isLost = instance.state === 'lost'
  const protection = instance.isProtected ? instanceCan.unprotect(instance) : instanceCan.protect(instance)
  return (
    <ResourceDanger
      resource={{ name: instance.name, isProtected: instance.isProtected, hasFailed }}
      refusals={{ protect: mayOperate(protection), remove: mayRemove(instanceCan.delete(instance)) }}
      deleteLabel={t('delete.button')}
      protect={() => act.protect(true)}
      unprotect={() => act.protect(false)}
      remove={() => act.remove(volumes.length > 0, exitCents)}
    >
      <p>{t(hasFailed ? 'delete.failedText' : isLost ? 'delete.lostText' : 'delete.text')}</p>
      {instance.state === 'running' && <InterruptedBalancers balancers={balancers} />}
      {exitCents !== null && !isLost && (
        <p>{t('delete.exit', { price: formatMoney(BigInt(exitCents), locale) })}</p>
      )}
      {snapshots.length > 0 && !isLost && (
        <p>
          {t('delete.snapshots', {
            count: snapshots.length,
            names: snapshots.map(({ name }) => name).join(', '),
          })}
        </p>
      )}
      {volumes.length > 0 && !isLost && (
        <p>
          {t('delete.volumes', {
            count: volumes.length,
            names: volumes.map((volume) => volume.name).join(', '),
          })}
        </p>
      )}
    </ResourceDanger>
  )
}
