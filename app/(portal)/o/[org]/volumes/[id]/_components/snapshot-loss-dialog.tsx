'use client'
import { useLocale, useTranslations } from 'next-intl'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import type { SnapshotView, VolumeView } from '~/lib/compute/client'
import { formatDateTime, type Locale } from '~/lib/kernel/format'
import type { VolumeActs } from './use-volume-actions'

type Props = {
  volume: VolumeView
  snapshot: SnapshotView
  isRestore: boolean
  onClose: () => void
  act: VolumeActs
}

/** Before data are lost, those of the volume or those of the snapshot: which, and a proof of who asks. */
export function SnapshotLossDialog({ volume, snapshot, isRestore, onClose, act }: Props) {
  const t = useTranslations('snapshots')
  const locale = useLocale() as Locale
  const names = { name: snapshot.name, volume: volume.name }
  const at = formatDateTime(new Date(snapshot.takenAt ?? snapshot.createdAt), locale)
  const hasFailed = snapshot.state === 'failed'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isRestore ? t('restoreTitle', names) : t('removeTitle', names)}
      confirmLabel={isRestore ? t('restore') : t('remove')}
      danger
      {...(isRestore && { typeName: volume.name })}
      prove={(proof) => confirmIdentityAction({ proof })}
      onConfirm={() => (isRestore ? act.restoreSnapshot(snapshot.id) : act.deleteSnapshot(snapshot.id))}
    >
      <p>
        {isRestore ? t('restoreText', { at }) : hasFailed ? t('removeFailedText') : t('removeText', { at })}
      </p>
    </ConfirmDialog>
  )
}
