import { useTranslations } from 'next-intl'
import type { SecretWords } from '~/components/ui/overlays/secret-dialog'

/** Texts of the dialog that shows an endpoint's secret. */
export function useSecretWords(): SecretWords {
  const t = useTranslations('webhooks')
  return { what: t('secret'), once: t('secretOnce'), how: t('secretText'), kept: t('secretKept') }
}
