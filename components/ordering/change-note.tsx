'use client'
import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import type { WaitsFrom } from '~/lib/ordering/client'

/**
 * Announces before submission that a change needs approval, and whose. Omitted when the server decides that only
 * afterwards.
 */
export function ChangeNote({ moreCents, from }: { moreCents: bigint; from: WaitsFrom }) {
  const t = useTranslations('ordering.change')
  const reaches = (cents: string | null) => cents !== null && moreCents > 0n && moreCents >= BigInt(cents)
  const [isSigned, isModerated] = [reaches(from.approvalFromCents), reaches(from.operatorFromCents)]
  if (!isSigned && !isModerated) return null
  const title = isSigned && isModerated ? 'noteBoth' : isSigned ? 'noteApproval' : 'noteOperator'
  return <Callout tone="info" title={t(title)} />
}
