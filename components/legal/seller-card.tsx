import { useLocale, useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { formatIdentifier } from '~/lib/identity/client'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { SellerView } from '~/lib/ordering/client'

/** The publisher, host and seller with all legal mentions; or a note that they are not declared. */
export function SellerCard({ seller, title }: { seller: SellerView | null; title: string }) {
  const t = useTranslations('legal.seller')
  const locale = useLocale() as Locale
  if (!seller) return <Callout tone="warn">{t('unset')}</Callout>
  const { imprint } = seller
  const siren = formatIdentifier(seller.siren)
  const items = [
    { term: t('name'), value: seller.legalName },
    ...(imprint
      ? [
          {
            term: t('form'),
            value: t('formValue', {
              form: imprint.legalForm,
              capital: formatMoney(imprint.shareCapitalCents, locale),
            }),
          },
        ]
      : []),
    {
      term: t('siren'),
      value: imprint ? t('registered', { siren, city: imprint.registryCity }) : siren,
    },
    { term: t('vat'), value: seller.vatNumber },
    ...(imprint
      ? [
          { term: t('address'), value: <AddressLines address={imprint.address} /> },
          {
            term: t('phone'),
            value: <a href={`tel:${imprint.phone.replaceAll(' ', '')}`}>{imprint.phone}</a>,
          },
          { term: t('email'), value: <a href={`mailto:${imprint.email}`}>{imprint.email}</a> },
          { term: t('director'), value: imprint.publicationDirector },
          { term: t('host'), value: t('hostValue') },
        ]
      : []),
  ]
  return (
    <div className="grid gap-4">
      {!imprint && <Callout tone="warn">{t('incomplete')}</Callout>}
      {seller.isDemonstration && <Callout>{t('demonstration')}</Callout>}
      <Card title={title} padded={false}>
        <DescriptionList items={items} />
      </Card>
    </div>
  )
}

type Address = NonNullable<SellerView['imprint']>['address']

function AddressLines({ address }: { address: Address }) {
  const t = useTranslations('legal.seller')
  const { line1, line2, postcode, city } = address
  return (
    <address className="not-italic">
      {[line1, line2].filter(Boolean).join(', ')}
      <br />
      {t('town', { postcode, city })}
    </address>
  )
}
