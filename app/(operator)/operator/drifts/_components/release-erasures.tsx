'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { releaseErasuresAction } from '../actions'

/** Allows erasing what was deleted before rows were lost. */
export function ReleaseErasures({ refusal }: { refusal: string | undefined }) {
  const t = useTranslations('drifts.erasures')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={() => setAsked(true)}>
        {t('release')}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('question')}
        confirmLabel={t('release')}
        danger
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await releaseErasuresAction({})
          if (result.ok) router.refresh()
          return result
        }}
      >
        <p>{t('dialog')}</p>
      </ConfirmDialog>
    </>
  )
}
