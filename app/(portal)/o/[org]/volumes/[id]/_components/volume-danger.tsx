'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { useReason } from '~/components/compute/use-reason'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
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
  const [open, setOpen] = useState<'remove' | 'lift' | null>(null)
  const close = () => setOpen(null)
  const mayOperate = useReason(rights.operate)
  const mayRemove = useReason(rights.remove)
  if (['deleted', 'purging', 'purged'].includes(volume.state)) return null
  const hasFailed = volume.state === 'failed'
  const protection = volume.isProtected ? volumeCan.unprotect(volume) : volumeCan.protect(volume)
  const remove = async () => {
    const result = await act.remove(exitCents)
    if (result.ok && !hasFailed) showToast('ok', t('delete.done'))
    return result
  }
  return (
    <Card title={t('protection.title')}>
      <div className="grid gap-3.5">
        {!hasFailed && (
          <>
            <p className="text-ink-2">{volume.isProtected ? t('protection.on') : t('protection.off')}</p>
            <div>
              <Button
                disabledReason={mayOperate(protection)}
                onClick={() => (volume.isProtected ? setOpen('lift') : act.protect(true))}
              >
                {volume.isProtected ? t('action.unprotect') : t('action.protect')}
              </Button>
            </div>
          </>
        )}
        <div>
          <Button
            variant="danger"
            disabledReason={mayRemove(volumeCan.delete(volume))}
            onClick={() => setOpen('remove')}
          >
            {hasFailed ? t('action.remove') : t('delete.volumeButton')}
          </Button>
        </div>
      </div>
      <LateConfirmDialog
        isOpen={open === 'remove'}
        onClose={close}
        title={
          hasFailed
            ? t('delete.removeTitle', { name: volume.name })
            : t('delete.title', { name: volume.name })
        }
        confirmLabel={hasFailed ? t('action.remove') : t('action.delete')}
        danger
        {...(!hasFailed && { typeName: volume.name })}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={remove}
      >
        <p>{hasFailed ? t('delete.failedText') : t('delete.volumeText')}</p>
        {exitCents !== null && <p>{t('delete.exit', { price: formatMoney(BigInt(exitCents), locale) })}</p>}
      </LateConfirmDialog>
      <LateConfirmDialog
        isOpen={open === 'lift'}
        onClose={close}
        title={t('protection.liftTitle', { name: volume.name })}
        confirmLabel={t('action.unprotect')}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={() => act.protect(false)}
      >
        <p>{t('protection.liftText')}</p>
      </LateConfirmDialog>
    </Card>
  )
}
