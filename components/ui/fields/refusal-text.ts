import type { useTranslations } from 'next-intl'

export type Refusal = { code: string; params?: Record<string, string>; text?: string }

/**
 * The text of a refusal: its reason (`errors.reason.<reason>`) if there is a text for it, else its code
 * (`errors.<code>`), with its parameters. Pure.
 */
export function textOfRefusal(
  t: ReturnType<typeof useTranslations<'errors'>>,
  { code, params }: Refusal,
): string {
  const reason = params?.reason ? `reason.${params.reason}` : undefined
  const key = [reason, code].find((candidate) => candidate && t.has(candidate)) ?? 'unexpected'
  return t(key, params)
}
