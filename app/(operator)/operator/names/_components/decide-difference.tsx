'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { NameDifferenceView } from '~/lib/names/client'
import { decideNameDifferenceAction } from '../actions'

type Props = { difference: NameDifferenceView; refusal: string | undefined }

/** A difference that waits for a person: ours is written, or the record set is removed. */
export function DecideDifference({ difference, refusal }: Props) {
  const t = useTranslations('nameService.decide')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  const decision = difference.state === 'held' ? 'write' : 'remove'
  return (
    <>
      <Button
        size="sm"
        disabledReason={refusal}
        onClick={() => setAsked(true)}
        aria-label={t(`${decision}InFull`, { name: difference.name })}
      >
        {t(decision)}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t(`${decision}InFull`, { name: difference.name })}
        confirmLabel={t(decision)}
        danger={decision === 'remove'}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await decideNameDifferenceAction({ differenceId: difference.id, decision })
          if (result.ok) router.refresh()
          return result
        }}
      >
        <p>{t(`${decision}Text`)}</p>
      </ConfirmDialog>
    </>
  )
}
