'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { DriftView } from '~/lib/hypervisors/client'
import { releaseDriftAction } from '../actions'

/** A drift held because rows were lost: the rows may still be right. */
export function ReleaseDrift({ drift, refusal }: { drift: DriftView; refusal: string | undefined }) {
  const t = useTranslations('drifts.held')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  return (
    <span className="mt-1 grid justify-items-start gap-1 whitespace-normal">
      <span className="text-sm text-ink-2">{t('text')}</span>
      <Button size="sm" disabledReason={refusal} onClick={() => setAsked(true)}>
        {t('release')}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('title', { object: drift.subject })}
        confirmLabel={t('release')}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await releaseDriftAction({ driftId: drift.id })
          if (result.ok) router.refresh()
          return result
        }}
      >
        <p>{t('dialog')}</p>
      </ConfirmDialog>
    </span>
  )
}
