import { useTranslations } from 'next-intl'
import type { SecretWords } from '~/components/ui/overlays/secret-dialog'

/** Texts of the dialog that shows a token's secret. */
export function useSecretWords(): SecretWords {
  const t = useTranslations('tokens')
  return { what: t('secret'), once: t('secretOnce'), how: t('secretText'), kept: t('secretKept') }
}
