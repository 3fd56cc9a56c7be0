'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/button'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import type { CardDesk } from '~/lib/billing/client'
import { decideCardRefundAction } from '../actions'

type Props = { refund: Pick<CardDesk['refunds'][number], 'id' | 'number'>; refusal: string | undefined }

/** The second pair of eyes on what is given back. */
export function DecideRefund({ refund: { id: cardRefundId, number }, refusal }: Props) {
  const t = useTranslations('cards')
  const [asked, setAsked] = useState<'agreed' | 'refused' | null>(null)
  const decision = asked ?? 'agreed'
  return (
    <span className="flex gap-1.5">
      {(['agreed', 'refused'] as const).map((each) => (
        <Button
          key={each}
          size="sm"
          {...(each === 'agreed' && { variant: 'primary' })}
          disabledReason={refusal}
          onClick={() => setAsked(each)}
        >
          {t(`decide.${each}`)}
        </Button>
      ))}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t(`decideTitle.${decision}`, { number })}
        confirmLabel={t(`decide.${decision}`)}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={() => decideCardRefundAction({ cardRefundId, decision })}
      >
        <p>{t(`decideText.${decision}`)}</p>
      </ConfirmDialog>
    </span>
  )
}
