import type { Locale } from '~/lib/kernel/text/locale'
import { namespaces } from './namespaces'

export type Messages = Record<string, Record<string, unknown>>

const loaded = new Map<Locale, Promise<Messages>>()

/** All texts of one language, by namespace: the same object each time, put together once. */
export function loadMessages(locale: Locale): Promise<Messages> {
  const known = loaded.get(locale) ?? readMessages(locale)
  loaded.set(locale, known)
  return known
}

/** The import's shape lets the bundler find the files. */
async function readMessages(locale: Locale): Promise<Messages> {
  const files = await Promise.all(
    namespaces.map(async (namespace) => {
      const file: { default: Record<string, unknown> } =
        locale === 'fr' ? await import(`./fr/${namespace}.json`) : await import(`./en/${namespace}.json`)
      return [namespace, file.default] as const
    }),
  )
  return Object.fromEntries(files)
}
