'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { InstanceSnapshotView } from '~/lib/resources/client'

type Confirm = ComponentProps<typeof ConfirmDialog>
type Props = {
  /** The name of the volume or server. */
  of: string
  snapshot: InstanceSnapshotView
  /** Its content comes back; otherwise the snapshot goes. */
  isRestore: boolean
  /** What is lost, of what was there at that time. */
  text: (at: string) => string
  onClose: () => void
  prove: NonNullable<Confirm['prove']>
  onConfirm: Confirm['onConfirm']
}

/** Before data are lost, those of the disk or those of the snapshot: which, and a proof of who asks. */
export function SnapshotLossDialog({ of, snapshot, isRestore, text, onClose, prove, onConfirm }: Props) {
  const t = useTranslations('snapshots')
  const locale = useLocale() as Locale
  const names = { name: snapshot.name, volume: of }
  const at = formatDateTime(new Date(snapshot.takenAt ?? snapshot.createdAt), locale)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isRestore ? t('restoreTitle', names) : t('removeTitle', names)}
      confirmLabel={isRestore ? t('restore') : t('remove')}
      danger
      {...(isRestore && { typeName: of })}
      prove={prove}
      onConfirm={onConfirm}
    >
      <p>{!isRestore && snapshot.state === 'failed' ? t('removeFailedText') : text(at)}</p>
    </ConfirmDialog>
  )
}
