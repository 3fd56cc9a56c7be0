'use client'
import { useTranslations } from 'next-intl'
import type { CardDesk } from '~/lib/billing/client'
import { SecondPersonDecision } from '../../../_components/second-person-decision'
import { decideCardRefundAction } from '../actions'

type Props = { refund: Pick<CardDesk['refunds'][number], 'id' | 'number'>; refusal: string | undefined }

/** Accepting refunds the card. */
export function DecideRefund({ refund: { id: cardRefundId, number }, refusal }: Props) {
  const t = useTranslations('cards')
  const textsOf = (decision: 'agreed' | 'refused') => ({
    label: t(`decide.${decision}`),
    title: t(`decideTitle.${decision}`, { number }),
    text: t(`decideText.${decision}`),
  })
  return (
    <SecondPersonDecision
      texts={{ agreed: textsOf('agreed'), refused: textsOf('refused') }}
      refusal={refusal}
      onDecide={(decision) => decideCardRefundAction({ cardRefundId, decision })}
    />
  )
}
