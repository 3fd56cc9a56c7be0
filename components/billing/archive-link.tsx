'use client'
import { useTranslations } from 'next-intl'
import { useSelection } from '~/components/table/selection-context'
import { FileLink } from '~/components/ui/links/file-link'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; max: number }

/** Downloads the ticked documents of the surrounding table as one ZIP. */
export function ArchiveLink({ organisationId, max }: Props) {
  const t = useTranslations('billing.archive')
  const { ids } = useSelection()
  if (ids.length > max) return <p className="text-sm text-ink-2">{t('tooMany', { max })}</p>
  return (
    <FileLink href={routes.org.documentArchive(organisationId, ids)} size="sm">
      {t('download')}
    </FileLink>
  )
}
