'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { releaseErasuresAction } from '../actions'

/** Allows erasing what was deleted before rows were lost. */
export function ReleaseErasures({ refusal }: { refusal: string | undefined }) {
  const t = useTranslations('drifts.erasures')
  const router = useRouter()
  return (
    <ConfirmButton
      size="sm"
      label={t('release')}
      refusal={refusal}
      title={t('question')}
      danger
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onConfirm={() => releaseErasuresAction({})}
      onDone={() => router.refresh()}
    >
      <p>{t('dialog')}</p>
    </ConfirmButton>
  )
}
