'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { DriftView } from '~/lib/hypervisors/client'
import { releaseDriftAction } from '../actions'

/** A drift held because rows were lost: the rows may still be right. */
export function ReleaseDrift({
  drift,
  refusal,
}: {
  drift: Pick<DriftView, 'id' | 'subject'>
  refusal: string | undefined
}) {
  const t = useTranslations('drifts.held')
  const router = useRouter()
  return (
    <span className="mt-1 grid justify-items-start gap-1 whitespace-normal">
      <span className="text-sm text-ink-2">{t('text')}</span>
      <ConfirmButton
        size="sm"
        label={t('release')}
        refusal={refusal}
        title={t('title', { object: drift.subject })}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={() => releaseDriftAction({ driftId: drift.id })}
        onDone={() => router.refresh()}
      >
        <p>{t('dialog')}</p>
      </ConfirmButton>
    </span>
  )
}
