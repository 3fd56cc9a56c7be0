import { useTranslations } from 'next-intl'

/** A failure code in words; a code without a translation is shown as it is. */
export function FailureText({ code }: { code: string }) {
  const t = useTranslations('provisioning')
  return <>{t.has(`failure.${code}`) ? t(`failure.${code}`) : code}</>
}
