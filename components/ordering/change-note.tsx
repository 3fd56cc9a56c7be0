'use client'
import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import type { WaitsFrom } from '~/lib/ordering/client'

/** Says before a change is sent that it will wait, and for whom. Where nothing says so the judgement decides. */
export function ChangeNote({ moreCents, from }: { moreCents: bigint; from: WaitsFrom }) {
  const t = useTranslations('ordering.change')
  const reaches = (cents: string | null) => cents !== null && moreCents > 0n && moreCents >= BigInt(cents)
  const [isSigned, isModerated] = [reaches(from.approvalFromCents), reaches(from.operatorFromCents)]
  if (!isSigned && !isModerated) return null
  const title = isSigned && isModerated ? 'noteBoth' : isSigned ? 'noteApproval' : 'noteOperator'
  return <Callout tone="info" title={t(title)} />
}
