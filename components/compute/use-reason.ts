'use client'
import { useTranslations } from 'next-intl'
import type { Decision } from '~/lib/resources/client'

/** Why a button cannot be pressed, in the words that the refusal itself would have; undefined when it can. */
export function useReason(mayAct: boolean): (decision: Decision<string>) => string | undefined {
  const t = useTranslations('errors')
  const own = useTranslations('compute.action')
  return (decision) => {
    if (!mayAct) return own('readOnly')
    return decision.allowed ? undefined : t(`reason.${decision.reason}`)
  }
}
