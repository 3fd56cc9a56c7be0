'use client'
import { useTranslations } from 'next-intl'
import type { Decision } from '~/lib/resources/client'

/** Why a button is disabled, with the words of the corresponding error; undefined if enabled. */
export function useReason(mayAct: boolean): (decision: Decision<string>) => string | undefined {
  const t = useTranslations('errors')
  const own = useTranslations('compute.action')
  return (decision) => {
    if (!mayAct) return own('readOnly')
    return decision.allowed ? undefined : t(`reason.${decision.reason}`)
  }
}
