'use client'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
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
  return (
    <ConfirmButton
      size="sm"
      label={t(action)}
      labelInFull={t(`${action}InFull`, { period, kind: t(`kind.${kind}`) })}
      refusal={refusal}
      title={t(`${action}Title`, { period })}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onConfirm={() =>
        action === 'resend' && id
          ? resendDeclarationAction({ declarationId: id })
          : declarePeriodAction({ kind, from })
      }
      done={t('declared')}
    >
      <p>{t(`${action}Text`)}</p>
    </ConfirmButton>
  )
}
