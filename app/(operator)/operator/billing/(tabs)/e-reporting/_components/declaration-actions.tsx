'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { DeclarationView } from '~/lib/billing/client'
import { declarePeriodAction, resendDeclarationAction } from '../actions'

type Props = {
  id: string | null
  kind: DeclarationView['kind']
  from: string
  action: 'declare' | 'resend'
  period: string
  refusal: string | undefined
}

/** Declares a period early or again, or sends the same file again. */
export function DeclarationActions({ id, kind, from, action, period, refusal }: Props) {
  const t = useTranslations('ereporting')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t(`${action}InFull`, { period, kind: t(`kind.${kind}`) })}
      >
        {t(action)}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t(`${action}Title`, { period })}
        confirmLabel={t(action)}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result =
            action === 'resend' && id
              ? await resendDeclarationAction({ declarationId: id })
              : await declarePeriodAction({ kind, from })
          if (result.ok) showToast('ok', t('declared'))
          return result
        }}
      >
        <p>{t(`${action}Text`)}</p>
      </ConfirmDialog>
    </>
  )
}
