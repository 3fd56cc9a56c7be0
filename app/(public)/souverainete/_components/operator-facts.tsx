import { useLocale, useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { type Description, DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { formatIdentifier } from '~/lib/identity/client'
import { formatBasisPoints, formatCountry, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { SellerView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'
import { FactCard } from './fact-card'

/** The company that operates the platform, and the holders of its capital. */
export function OperatorFacts({ seller }: { seller: SellerView | null }) {
  const t = useTranslations('facts.operator')
  const legal = useTranslations('legal.seller')
  const locale = useLocale() as Locale
  const parts = {
    link: (text: React.ReactNode) => <TextLink href={routes.legalNotice()}>{text}</TextLink>,
    date: () => <Timestamp at={new Date(seller?.declaredAt ?? 0)} look="date" />,
  }
  return (
    <FactCard title={t('title')} source={t.rich(seller?.declaredAt ? 'sourceOn' : 'source', parts)}>
      {seller ? (
        <DescriptionList
          items={[
            ...companyRows(seller),
            {
              term: t('owners'),
              value: seller.owners ? (
                <ul>
                  {seller.owners.map(({ name, countryCode, percent }) => (
                    <li key={name}>
                      {t('owner', {
                        name,
                        country: formatCountry(countryCode, locale),
                        percent: formatBasisPoints(Math.round(percent * 100), locale),
                      })}
                    </li>
                  ))}
                </ul>
              ) : (
                t('notGiven')
              ),
            },
          ]}
        />
      ) : (
        <div className="p-4.5">
          <Callout tone="warn">{legal('unset')}</Callout>
        </div>
      )}
    </FactCard>
  )

  function companyRows({ legalName, siren, imprint }: SellerView): Description[] {
    const identifier = formatIdentifier(siren)
    if (!imprint) {
      return [
        { term: legal('name'), value: legalName },
        { term: legal('siren'), value: identifier },
      ]
    }
    const { legalForm, shareCapitalCents, registryCity, address, publicationDirector } = imprint
    return [
      { term: legal('name'), value: legalName },
      {
        term: legal('form'),
        value: legal('formValue', { form: legalForm, capital: formatMoney(shareCapitalCents, locale) }),
      },
      { term: legal('siren'), value: legal('registered', { siren: identifier, city: registryCity }) },
      {
        term: legal('address'),
        value: `${legal('town', { postcode: address.postcode, city: address.city })}, ${formatCountry(address.countryCode, locale)}`,
      },
      { term: legal('director'), value: publicationDirector },
      { term: legal('host'), value: legal('hostValue') },
    ]
  }
}
