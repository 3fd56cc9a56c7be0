import { useTranslations } from 'next-intl'
import type { SecretWords } from '~/components/ui/overlays/secret-dialog'

/** What is said where a new key is shown. */
export function useSecretWords(): SecretWords {
  const t = useTranslations('metering')
  return { what: t('secret'), once: t('secretOnce'), how: t('secretText'), kept: t('secretKept') }
}
