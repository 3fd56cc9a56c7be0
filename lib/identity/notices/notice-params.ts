import type { Locale } from '~/lib/kernel/text/locale'

/** What a notice names, in the reader's language where it was written in both, else in French. Pure. */
export function noticeParams(
  params: Readonly<Record<string, string>>,
  locale: Locale,
): Readonly<Record<string, string>> {
  const { titleEn } = params
  return locale === 'en' && titleEn ? { ...params, title: titleEn } : params
}
