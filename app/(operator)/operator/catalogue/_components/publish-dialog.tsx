'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = {
  title: string
  confirmLabel: string
  /** Message shown after publishing. */
  done: string
  /** When the preview takes effect. */
  from: { isAtOnce: boolean; validFrom: string | Date }
  /** Which customers are unaffected. */
  keepNote: string
  publish: () => Promise<ActionResult<unknown>>
  onClose: () => void
  onPublished: () => void
  children: ReactNode
}

/** A preview of effects and start date before publishing, which is irreversible. */
export function PublishDialog(props: Props) {
  const { title, confirmLabel, done, from, keepNote, publish, onClose, onPublished, children } = props
  const t = useTranslations('pricing')
  const router = useRouter()
  return (
    <LateConfirmDialog
      isOpen
      onClose={onClose}
      title={title}
      confirmLabel={confirmLabel}
      onConfirm={async () => {
        const result = await publish()
        if (result.ok) {
          onPublished()
          showToast('ok', done)
          router.refresh()
        }
        return result
      }}
    >
      <div className="grid gap-3">
        <p>
          {from.isAtOnce ? (
            t('atOnce')
          ) : (
            <>
              {t('fromDay')} <Timestamp at={new Date(from.validFrom)} />
            </>
          )}
        </p>
        {children}
        <p className="text-sm text-ink-2">{keepNote}</p>
      </div>
    </LateConfirmDialog>
  )
}
