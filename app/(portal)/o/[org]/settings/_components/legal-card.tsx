import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { addressLine, formatIdentifier, type OrganisationView, organisationTone } from '~/lib/identity/client'

/** The declared and verified facts; they appear on invoices and are not edited here. */
export function LegalCard({ organisation }: { organisation: OrganisationView }) {
  const t = useTranslations('identity')
  const { siren, siret, vatNumber, spendingCapCents, state } = organisation
  const identifier = (key: 'siren' | 'siret' | 'vat', value: string | null) =>
    value ? [{ key, term: t(`identifier.${key}`), value: <code>{formatIdentifier(value)}</code> }] : []
  return (
    <Card title={t('settings.legal')} note={t('settings.legalNote')} padded={false}>
      <DescriptionList
        items={[
          { key: 'name', term: t('facts.legalName'), value: organisation.legalName },
          {
            key: 'state',
            term: t('settings.state'),
            value: <StatePill tone={organisationTone[state]}>{t(`state.${state}`)}</StatePill>,
          },
          { key: 'kind', term: t('settings.kind'), value: t(`kind.${organisation.kind}`) },
          { key: 'form', term: t('facts.legalFormLabel'), value: organisation.legalFormLabel },
          ...identifier('siren', siren),
          ...identifier('siret', siret),
          ...identifier('vat', vatNumber),
          { key: 'address', term: t('settings.address'), value: addressLine(organisation.legalAddress) },
          {
            key: 'cap',
            term: t('settings.cap'),
            value:
              spendingCapCents === null
                ? t('settings.capNone')
                : t.rich('settings.capValue', { amount: () => <Money cents={BigInt(spendingCapCents)} /> }),
          },
        ]}
      />
      <p className="border-t border-line px-4.5 py-3 text-sm text-ink-2">{t('settings.legalText')}</p>
    </Card>
  )
}
