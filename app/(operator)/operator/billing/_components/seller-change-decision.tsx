'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import { decideSellerChangeAction } from '../actions'
import { SecondPersonDecision } from './second-person-decision'

type Props = { changeId: Id<'sellerChange'>; refusal: string | undefined; children: ReactNode }

/** Accepting puts the change in force at once. */
export function SellerChangeDecision({ changeId, refusal, children }: Props) {
  const t = useTranslations('sellerChanges')
  const textsOf = (decision: 'agreed' | 'refused') => ({
    label: t(`decide.${decision}`),
    title: t(`decideTitle.${decision}`),
    text: t(`decideText.${decision}`),
  })
  return (
    <SecondPersonDecision
      texts={{ agreed: textsOf('agreed'), refused: textsOf('refused') }}
      refusal={refusal}
      onDecide={async (decision) => {
        const result = await decideSellerChangeAction({ changeId, decision })
        if (result.ok) showToast('ok', t(`decided.${decision}`))
        return result
      }}
    >
      {children}
    </SecondPersonDecision>
  )
}
