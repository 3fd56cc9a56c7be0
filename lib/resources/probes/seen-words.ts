import type { Locale } from '~/lib/kernel/text/locale'

type Words = { noAnswer: (address: string, port: string | undefined) => string; noAddress: string }

const words: Record<Locale, Words> = {
  fr: {
    noAnswer: (address, port) => `aucune réponse de ${address}${port ? `, port ${port}` : ''}`,
    noAddress: 'pas encore d’adresse',
  },
  en: {
    noAnswer: (address, port) => `no answer from ${address}${port ? `, port ${port}` : ''}`,
    noAddress: 'no address yet',
  },
}

/** A probe's answer in the reader's language; words of the server itself, such as an HTTP status, stay as sent. Pure. */
export function seenWords(text: string, locale: Locale): string {
  const silent = /^no answer on (\S+?)(?: port (\d+))?$/.exec(text)
  if (silent?.[1]) return words[locale].noAnswer(silent[1], silent[2])
  return text === 'no address yet' ? words[locale].noAddress : text
}
