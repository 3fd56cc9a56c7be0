import type { Locale } from '~/lib/kernel/text/locale'

/** Returns a notice's parameters in the reader's language where written in both, otherwise in French. Pure. */
export function noticeParams(
  params: Readonly<Record<string, string>>,
  locale: Locale,
): Readonly<Record<string, string>> {
  const { titleEn } = params
  return locale === 'en' && titleEn ? { ...params, title: titleEn } : params
}
