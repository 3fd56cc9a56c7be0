'use client'
import { useTranslations } from 'next-intl'
import { type Refusal, textOfRefusal } from './refusal-text'

/**
 * The text of a refusal, as the server wrote it. For one that arose in the browser, the text of its code; of its reason
 * too on a page that gives the texts of reasons (`ClientMessages`, `errors`).
 */
export function useRefusalText(): (refusal: Refusal) => string {
  const t = useTranslations('errors')
  return (refusal) => refusal.text ?? textOfRefusal(t, refusal)
}
