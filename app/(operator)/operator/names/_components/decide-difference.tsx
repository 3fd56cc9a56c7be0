'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { NameDifferenceView } from '~/lib/names/client'
import { decideNameDifferenceAction } from '../actions'

type Props = { difference: NameDifferenceView; refusal: string | undefined }

/** A difference that waits for a person: ours is written, or the record set is removed. */
export function DecideDifference({ difference, refusal }: Props) {
  const t = useTranslations('nameService.decide')
  const router = useRouter()
  const decision = difference.state === 'held' ? 'write' : 'remove'
  const title = t(`${decision}InFull`, { name: difference.name })
  return (
    <ConfirmButton
      size="sm"
      label={t(decision)}
      labelInFull={title}
      refusal={refusal}
      title={title}
      danger={decision === 'remove'}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onConfirm={() => decideNameDifferenceAction({ differenceId: difference.id, decision })}
      onDone={() => router.refresh()}
    >
      <p>{t(`${decision}Text`)}</p>
    </ConfirmButton>
  )
}
