'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/button'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { showToast } from '~/components/ui/toast'
import type { Id } from '~/lib/kernel/ids'
import { decideSellerChangeAction } from '../actions'

type Props = {
  changeId: Id<'sellerChange'>
  refusal: string | undefined
  /** What is decided about, said again where it is confirmed. */
  children: ReactNode
}

/** The second person: yes puts the change in force at once. */
export function SellerChangeDecision({ changeId, refusal, children }: Props) {
  const t = useTranslations('sellerChanges')
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
        title={t(`decideTitle.${decision}`)}
        confirmLabel={t(`decide.${decision}`)}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await decideSellerChangeAction({ changeId, decision })
          if (result.ok) showToast('ok', t(`decided.${decision}`))
          return result
        }}
      >
        {children}
        <p>{t(`decideText.${decision}`)}</p>
      </ConfirmDialog>
    </span>
  )
}
