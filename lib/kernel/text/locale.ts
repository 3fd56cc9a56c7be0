/** The languages of the interface, the default first. */
export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'fr'

/** The BCP 47 tags for dates and numbers. */
export const localeTags: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale)
}
