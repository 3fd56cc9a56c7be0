import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { LinkButton } from '~/components/ui/links/link-button'
import { readBillingSettings } from '~/lib/billing'
import { may } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { SettingsForm } from './_components/settings-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.nav'))('billingSettings') }
}

/** How invoices are split and worded, and where they are sent. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('billing')
  const { organisationId } = ctx.membership
  const settings = await readBillingSettings(ctx)
  const { address } = settings
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t('settings.form')}>
        <ClientMessages namespaces={['billing']}>
          <SettingsForm
            organisationId={organisationId}
            grouping={settings.grouping}
            language={settings.language}
            vatStatus={settings.vatStatus}
            isVatStatusOfOffice={settings.isVatStatusOfOffice}
            refusal={may(ctx, 'billing:manage') ? undefined : t('settings.mayNot')}
          />
        </ClientMessages>
      </Card>
      <Card
        title={t('settings.buyer')}
        padded={false}
        actions={
          <LinkButton size="sm" href={routes.org.settings(organisationId)}>
            {t('settings.change')}
          </LinkButton>
        }
      >
        <DescriptionList
          items={[
            { key: 'name', term: t('settings.name'), value: settings.legalName },
            {
              key: 'identifier',
              term: t('settings.identifier'),
              value: <span className="font-mono text-sm">{settings.identifier}</span>,
            },
            ...(settings.customerCode
              ? [{ key: 'code', term: t('settings.customerCode'), value: settings.customerCode }]
              : []),
            {
              key: 'address',
              term: t('settings.address'),
              value: [address.line1, address.line2, `${address.postcode} ${address.city}`]
                .filter(Boolean)
                .join(', '),
            },
            {
              key: 'contact',
              term: t('settings.contact'),
              value: (
                <>
                  {settings.contactName}
                  <span className="block text-sm text-ink-3">{settings.contactEmail}</span>
                </>
              ),
            },
            { key: 'method', term: t('payment'), value: t(`methods.${settings.paymentMethod}`) },
            ...(settings.paymentDays === null
              ? []
              : [
                  {
                    key: 'days',
                    term: t('settings.days'),
                    value: t('settings.daysOf', { days: settings.paymentDays }),
                  },
                ]),
          ]}
        />
      </Card>
    </div>
  )
})
