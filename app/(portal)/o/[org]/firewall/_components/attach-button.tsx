'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { AttachDialog } from './attach-dialog'

type Props = Omit<Parameters<typeof AttachDialog>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./attach-dialog')).AttachDialog }))

/** Attaches a rule set to a network or a server. */
export function AttachButton({ refusal, ...dialog }: Props) {
  const t = useTranslations('firewall')
  const none = dialog.networks.length + dialog.servers.length === 0 ? t('attach.none') : undefined
  return (
    <DialogButton
      size="sm"
      refusal={refusal ?? none}
      label={t('attach.open')}
      labelInFull={t('attach.openInFull', { name: dialog.setName })}
    >
      {(onClose) => <Loaded {...dialog} onClose={onClose} />}
    </DialogButton>
  )
}
