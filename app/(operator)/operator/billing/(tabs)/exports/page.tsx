import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshWhile } from '~/app/_client/refresh-while'
import { defineSignedInPage } from '~/app/_server/define-page'
import { filesOf } from '~/components/billing/export-files'
import { ExportTable } from '~/components/billing/export-table'
import { PreparedExports } from '~/components/billing/prepared-exports'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { MonthChoice } from '~/components/ui/links/month-choice'
import { listOperatorExports, readOperatorExportOffer } from '~/lib/billing'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { AccountingYears } from './_components/accounting-years'
import { askOperatorExportAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('billingExports')
  return { title: t('title') }
}

/** All documents issued in a month, and the seller's books. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('billingExports')
  const locale = (await getLocale()) as Locale
  const [offer, prepared] = await Promise.all([readOperatorExportOffer(ctx), listOperatorExports(ctx)])
  const { periods, kinds, years, openPeriod } = offer
  const period = periods.find((each) => each === searchParams.period) ?? periods[0]
  if (!period) return <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
  return (
    <ClientMessages namespaces={['billingExports']}>
      <MonthChoice
        label={t('month')}
        current={period}
        months={periods.map((each) => ({
          key: each,
          label: formatMonth(each, locale),
          href: routes.operator.billingExports(each),
        }))}
      />
      <div className="grid gap-5">
        <Card
          title={formatMonth(period, locale)}
          {...(period === openPeriod && { note: t('openMonth') })}
          padded={false}
        >
          <ExportTable
            books="sales"
            offer={{ kinds, lacksFec: null }}
            files={filesOf(kinds, (kind, format) => routes.operator.exportFile(kind, format, period))}
            prepare={askOperatorExportAction}
            of={{ period }}
          />
        </Card>
        <AccountingYears years={years} />
        <Card title={t('prepared')} note={t('preparedNote')} padded={false}>
          <PreparedExports exports={prepared} hrefOf={routes.operator.preparedExport} />
        </Card>
      </div>
      <RefreshWhile
        topics={['billing']}
        isMoving={prepared.some(({ state }) => state === 'waiting' || state === 'running')}
      />
    </ClientMessages>
  )
})
