'use client'
import { useLocale, useTranslations } from 'next-intl'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import type { InstanceSnapshotView, InstanceView } from '~/lib/compute/client'
import { formatDateTime, type Locale } from '~/lib/kernel/format'
import type { SnapshotActs } from './use-snapshot-actions'

type Props = {
  instance: InstanceView
  snapshot: InstanceSnapshotView
  isRestore: boolean
  onClose: () => void
  act: SnapshotActs
}

/** Before data are lost, those of the server or those of the snapshot: which, and a proof of who asks. */
export function SnapshotLossDialog({ instance, snapshot, isRestore, onClose, act }: Props) {
  const t = useTranslations('snapshots')
  const locale = useLocale() as Locale
  const names = { name: snapshot.name, volume: instance.name }
  const at = formatDateTime(new Date(snapshot.takenAt ?? snapshot.createdAt), locale)
  const hasFailed = snapshot.state === 'failed'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isRestore ? t('restoreTitle', names) : t('removeTitle', names)}
      confirmLabel={isRestore ? t('restore') : t('remove')}
      danger
      {...(isRestore && { typeName: instance.name })}
      prove={(proof) => confirmIdentityAction({ proof })}
      onConfirm={() => (isRestore ? act.restore(snapshot.id) : act.remove(snapshot.id))}
    >
      <p>
        {isRestore
          ? t('server.restoreText', { at })
          : hasFailed
            ? t('removeFailedText')
            : t('server.removeText', { at })}
      </p>
    </ConfirmDialog>
  )
}
