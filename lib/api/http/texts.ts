import { createTranslator } from 'use-intl/core'
import english from '~/i18n/en/errors.json'
import french from '~/i18n/fr/errors.json'
import type { DomainError } from '~/lib/kernel/errors'

const texts = { fr: french, en: english }

/** French only when the caller prefers it: programs read English. Pure. */
export function localeOf(acceptLanguage: string | undefined): 'fr' | 'en' {
  return /^\s*fr\b/i.test(acceptLanguage ?? '') ? 'fr' : 'en'
}

const translators = {
  fr: createTranslator({ locale: 'fr', messages: { errors: texts.fr }, namespace: 'errors' }),
  en: createTranslator({ locale: 'en', messages: { errors: texts.en }, namespace: 'errors' }),
}

/** The text of a refusal, as the portal shows it. */
export function textOf({ code, params }: DomainError, locale: 'fr' | 'en'): string {
  const t = translators[locale] as unknown as {
    (key: string, values?: Record<string, string>): string
    has(key: string): boolean
  }
  const reason = params.reason ? `reason.${params.reason}` : undefined
  const key = [reason, code].find((each) => each !== undefined && t.has(each)) ?? 'unexpected'
  return t(key, params)
}
