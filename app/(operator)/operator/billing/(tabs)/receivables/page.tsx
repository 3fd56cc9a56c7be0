import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { TextLink } from '~/components/ui/links/text-link'
import { ageBuckets, readReceivables } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { VatRegime } from './_components/vat-regime'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('receivables') }
}

/** Zero is muted, so that amounts owed stand out. */
const Owed = ({ cents }: { cents: bigint }) => (
  <span className={cents === 0n ? 'text-ink-3' : undefined}>
    <Money cents={cents} bare />
  </span>
)

const total = (cents: readonly string[]) => cents.reduce((sum, each) => sum + BigInt(each), 0n)

/** Customers' debts by age, their invoiced totals and their VAT regime. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('billingRuns')
  const locale = (await getLocale()) as Locale
  const { customers, revenue } = await readReceivables(ctx)
  const refusal = mayStaff(ctx, 'billing:credit') ? undefined : t('mayNot')
  const last = revenue.at(-1)
  const late = customers.map((each) => (BigInt(each.openCents) - BigInt(each.owed.current)).toString())
  return (
    <ClientMessages namespaces={['billingRuns']}>
      <div className="grid gap-4">
        <div className="grid grid-cols-2 gap-2.5 sm:gap-4 lg:grid-cols-4">
          <Stat
            label={t('outstanding')}
            value={<Money cents={total(customers.map((each) => each.openCents))} />}
            note={t('inclVat')}
          />
          <Stat label={t('overdue')} value={<Money cents={total(late)} />} note={t('inclVat')} />
          <Stat
            label={t('revenueLast')}
            value={<Money cents={BigInt(last?.netCents ?? '0')} />}
            note={last ? t('revenueOf', { period: formatMonth(last.period, locale) }) : t('exclVat')}
          />
          <Stat
            label={t('revenueYear')}
            value={<Money cents={total(revenue.map((each) => each.netCents))} />}
            note={t('exclVat')}
          />
        </div>
        <Card title={t('byCustomer')} padded={false}>
          <DataTable
            caption={t('byCustomer')}
            rows={customers}
            rowKey={(row) => row.organisationId}
            columns={[
              {
                id: 'name',
                header: t('organisation'),
                cell: (row) => (
                  <>
                    <TextLink href={routes.operator.billingDocuments({ organisation: row.organisationId })}>
                      {row.name}
                    </TextLink>
                    {row.customerCode && (
                      <span className="block font-mono text-sm text-ink-3">{row.customerCode}</span>
                    )}
                  </>
                ),
              },
              ...ageBuckets.map((bucket) => ({
                id: bucket,
                header: t(`ages.${bucket}`),
                numeric: true,
                cell: (row: (typeof customers)[number]) => <Owed cents={BigInt(row.owed[bucket])} />,
              })),
              {
                id: 'open',
                header: t('owed'),
                numeric: true,
                cell: (row) => (
                  <strong>
                    <Money cents={BigInt(row.openCents)} bare />
                  </strong>
                ),
              },
              {
                id: 'vat',
                header: t('vatHead'),
                cell: (row) => (
                  <VatRegime
                    organisationId={row.organisationId}
                    organisation={row.name}
                    regime={row.vatRegime}
                    certificate={row.vatCertificate}
                    until={row.vatRegimeUntil}
                    status={row.vatStatus}
                    refusal={refusal}
                  />
                ),
                csv: (row) => t(`regimes.${row.vatRegime}`),
              },
            ]}
            empty={<p className="p-4.5 text-ink-2">{t('empty')}</p>}
          />
        </Card>
      </div>
    </ClientMessages>
  )
})
