'use client'
import { useLocale, useTranslations } from 'next-intl'
import { DangerCard as ResourceDanger } from '~/app/_client/danger-card'
import { useReason } from '~/components/compute/use-reason'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { type VolumeView, volumeCan } from '~/lib/resources/client'
import type { Rights } from './rights'
import type { VolumeActs } from './use-volume-actions'

type Props = {
  volume: VolumeView
  act: VolumeActs
  rights: Rights
  /** The exit fee of its commitment; null if none is owed. */
  exitCents: string | null
}

/** Deletion protection, and deletion with the name typed. */
export function VolumeDanger({ volume, act, rights, exitCents }: Props) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  const mayOperate = useReason(rights.operate)
  const mayRemove = useReason(rights.remove)
  if (['deleted', 'purging', 'purged'].includes(volume.state)) return null
  const hasFailed = volume.state === 'failed'
  const protection = volume.isProtected ? volumeCan.unprotect(volume) : volumeCan.protect(volume)
  return (
    <ResourceDanger
      resource={{ name: volume.name, isProtected: volume.isProtected, hasFailed }}
      refusals={{ protect: mayOperate(protection), remove: mayRemove(volumeCan.delete(volume)) }}
      deleteLabel={t('delete.volumeButton')}
      protect={() => act.protect(true)}
      unprotect={() => act.protect(false)}
      remove={() => act.remove(exitCents)}
    >
      <p>{hasFailed ? t('delete.failedText') : t('delete.volumeText')}</p>
      {exitCents !== null && <p>{t('delete.exit', { price: formatMoney(BigInt(exitCents), locale) })}</p>}
    </ResourceDanger>
  )
}
