import { defaultLocale, isLocale, type Locale } from '~/lib/kernel/text/locale'

/** The cookie in which a visitor's language is kept; set by the language switch. */
export const localeCookie = 'locale'

/**
 * The language to speak: the one chosen, else the first one the browser asks for that we have, by its
 * quality, else French. Pure.
 */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='))
      return { language: tag.split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { language } of wanted) if (isLocale(language)) return language
  return defaultLocale
}
