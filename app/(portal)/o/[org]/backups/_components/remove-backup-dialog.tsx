'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { BackupView } from '~/lib/resources/client'

type Confirm = ComponentProps<typeof ConfirmDialog>
type Props = {
  backup: BackupView
  onClose: () => void
  prove: NonNullable<Confirm['prove']>
  onConfirm: Confirm['onConfirm']
}

/** Before a backup goes: what can no longer be had back, and a proof of who asks. */
export function RemoveBackupDialog({ backup, onClose, prove, onConfirm }: Props) {
  const t = useTranslations('backups')
  const locale = useLocale() as Locale
  const at = formatDateTime(new Date(backup.takenAt ?? backup.createdAt), locale)
  const volume = backup.volume.name
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('removeTitle', { name: backup.name, volume })}
      confirmLabel={t('remove')}
      danger
      prove={prove}
      onConfirm={onConfirm}
    >
      <p>{backup.state === 'failed' ? t('removeFailedText') : t('removeText', { at, volume })}</p>
    </ConfirmDialog>
  )
}
