'use client'
import { useTranslations } from 'next-intl'

type Refusal = { code: string; params?: Record<string, string> }

/**
 * The text of a refusal: its reason (`errors.reason.<reason>`) if there is a text for it, else its code
 * (`errors.<code>`), with its parameters.
 */
export function useRefusalText(): (refusal: Refusal) => string {
  const t = useTranslations('errors')
  return ({ code, params }) => {
    const reason = params?.reason ? `reason.${params.reason}` : undefined
    const key = [reason, code].find((candidate) => candidate && t.has(candidate)) ?? 'unexpected'
    return t(key, params)
  }
}
