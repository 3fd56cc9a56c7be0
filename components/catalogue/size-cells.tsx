import { useLocale, useTranslations } from 'next-intl'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'

/** A dash instead of zero. */
export const formatSize = (value: number, locale: Locale) => (value === 0 ? '–' : formatNumber(value, locale))

type Props = { bundle: { vcpu: number; memoryMib: number; rootDiskGib: number } }

/** The cells of a bundle's processors, memory in GiB and disk in GB, in a table of bundles. */
export function SizeCells({ bundle }: Props) {
  const t = useTranslations('catalogue.column')
  const locale = useLocale() as Locale
  const sizes = { vcpu: bundle.vcpu, memory: bundle.memoryMib / 1_024, disk: bundle.rootDiskGib }
  return Object.entries(sizes).map(([column, size]) => (
    <td key={column} data-label={t(column)} className="text-right">
      {formatSize(size, locale)}
    </td>
  ))
}
