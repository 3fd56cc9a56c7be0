import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'
import type { InventorySite } from '~/lib/datacentre/client'

/** Name and location of a site. */
export function SiteFields({ site }: { site?: InventorySite }) {
  const t = useTranslations('inventory.form')
  return (
    <>
      <TextField name="name" label={t('siteName')} defaultValue={site?.name} maxLength={80} />
      <TextField name="city" label={t('city')} defaultValue={site?.city} maxLength={80} />
      <TextField name="address" label={t('address')} defaultValue={site?.address} maxLength={200} />
    </>
  )
}
