import { useLocale, useTranslations } from 'next-intl'
import { formatGb, formatMib, type Locale } from '~/lib/kernel/text/format'

/** An expected or found value as recorded; states and sizes are translated. */
export function FoundValue({ value }: { value: string | null }) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  if (!value) return '–'
  return value
    .split(' · ')
    .map((part) => {
      if (t.has(`state.${part}` as never)) return t(`state.${part}` as never)
      return part
        .replace(/(\d+) MiB/g, (_, mib) => formatMib(Number(mib), locale))
        .replace(/(\d+) GiB/g, (_, gib) => formatGb(Number(gib), locale))
    })
    .join(' · ')
}
