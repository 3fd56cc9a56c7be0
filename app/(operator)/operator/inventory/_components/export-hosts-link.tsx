import { useTranslations } from 'next-intl'
import { FileLink } from '~/components/ui/links/file-link'
import { routes } from '~/lib/routes'

/** Saves every host as the list that an import takes. */
export function ExportHostsLink() {
  const t = useTranslations('import')
  return <FileLink href={routes.operator.exportHosts()}>{t('export')}</FileLink>
}
