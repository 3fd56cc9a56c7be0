import { useTranslations } from 'next-intl'
import { FileLink } from '~/components/ui/links/file-link'

/** The files of an issued document: for reading and for accounting software. */
export function DocumentFiles({ pdfHref, ciiHref }: { pdfHref: string; ciiHref: string }) {
  const t = useTranslations('billingDelivery')
  return (
    <>
      <FileLink href={pdfHref}>{t('pdf')}</FileLink>
      <FileLink href={ciiHref} variant="quiet">
        {t('cii')}
      </FileLink>
    </>
  )
}
