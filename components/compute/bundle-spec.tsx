import { useLocale, useTranslations } from 'next-intl'
import { formatGb, formatMib, type Locale } from '~/lib/kernel/text/format'

type Spec = { vcpu: number; memoryMib: number; rootDiskGib: number }

/** `4 vCPU · 8 Gio · 100 Go`. */
export function useSpecText(): (spec: Spec) => string {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  return ({ vcpu, memoryMib, rootDiskGib }) =>
    t('spec', { vcpu, memory: formatMib(memoryMib, locale), disk: formatGb(rootDiskGib, locale) })
}
