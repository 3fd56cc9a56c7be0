import { useLocale, useTranslations } from 'next-intl'
import type { BundleView } from '~/lib/catalogue/client'
import { formatGb, formatMib, formatNumber, type Locale } from '~/lib/kernel/text/format'

/** `4 vCPU · 8 Gio · 100 Go`, and the volume with its class. */
export function useBundleText() {
  const t = useTranslations('catalogue')
  const locale = useLocale() as Locale
  return (bundle: BundleView) =>
    [
      ...(bundle.vcpu > 0
        ? [
            `${formatNumber(bundle.vcpu, locale)}\u00a0${t('column.vcpu')}`,
            formatMib(bundle.memoryMib, locale),
            formatGb(bundle.rootDiskGib, locale),
          ]
        : []),
      ...(bundle.volumeClass
        ? [`${formatGb(bundle.volumeGib, locale)} ${t(`volumeClass.${bundle.volumeClass}`)}`]
        : []),
    ].join(' · ')
}
