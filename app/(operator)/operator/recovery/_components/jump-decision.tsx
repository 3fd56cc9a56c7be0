'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { NumberJumpView } from '~/lib/restoration/client'
import { decideJumpAction } from '../actions'

type Props = { jump: NumberJumpView; refusal: string | undefined }

/** Another person confirms a jump; anybody who may decide withdraws it. */
export function JumpDecision({ jump, refusal }: Props) {
  const t = useTranslations('restoration.jump')
  const router = useRouter()
  const { id: jumpId, series, fromNumber, toNumber, needsAnother } = jump
  return (
    <span className="flex flex-wrap gap-1.5">
      {(['confirm', 'withdraw'] as const).map((decision) => (
        <ConfirmButton
          key={decision}
          size="sm"
          label={t(decision)}
          labelInFull={t(`${decision}Of`, { series })}
          refusal={refusal ?? (decision === 'confirm' && needsAnother ? t('ownProposal') : undefined)}
          title={t(`${decision}Title`, { series })}
          danger={decision === 'confirm'}
          prove={(proof) => confirmStaffIdentityAction({ proof })}
          onConfirm={() => decideJumpAction({ jumpId, decision })}
          onDone={() => router.refresh()}
        >
          <p>{t(`${decision}Text`, { from: fromNumber, to: toNumber })}</p>
        </ConfirmButton>
      ))}
    </span>
  )
}
