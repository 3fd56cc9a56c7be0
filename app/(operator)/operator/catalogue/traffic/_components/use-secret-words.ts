import { useTranslations } from 'next-intl'
import type { SecretWords } from '~/components/ui/overlays/secret-dialog'

/** Texts of the dialog that shows a new key. */
export function useSecretWords(): SecretWords {
  const t = useTranslations('metering')
  return { what: t('secret'), once: t('secretOnce'), how: t('secretText'), kept: t('secretKept') }
}
