import { useTranslations } from 'next-intl'
import { FileLink } from '~/components/ui/links/file-link'
import { routes } from '~/lib/routes'

/** Downloads all hosts in the format of the import. */
export function ExportHostsLink() {
  const t = useTranslations('import')
  return <FileLink href={routes.operator.exportHosts()}>{t('export')}</FileLink>
}
