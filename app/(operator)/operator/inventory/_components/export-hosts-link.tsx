import { useTranslations } from 'next-intl'
import { buttonClass } from '~/components/ui/button-class'
import { Icon } from '~/components/ui/icon'
import { routes } from '~/lib/routes'

/** Saves every host as the list that an import takes. */
export function ExportHostsLink() {
  const t = useTranslations('import')
  return (
    <a href={routes.operator.exportHosts()} download className={buttonClass({})}>
      <Icon name="download" size={16} />
      {t('export')}
    </a>
  )
}
