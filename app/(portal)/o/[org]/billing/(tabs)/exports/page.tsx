import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshWhile } from '~/app/_client/refresh-while'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { filesOf } from '~/components/billing/export-files'
import { ExportTable } from '~/components/billing/export-table'
import { PreparedExports } from '~/components/billing/prepared-exports'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkButton } from '~/components/ui/links/link-button'
import { MonthChoice } from '~/components/ui/links/month-choice'
import {
  listExportRecipients,
  listPreparedExports,
  previewExport,
  readAccruals,
  readExportOffer,
  readExportSchedules,
} from '~/lib/billing'
import { may } from '~/lib/identity'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { AccrualsCard } from './_components/accruals-card'
import { CreateSchedule } from './_components/create-schedule'
import { ExportPreview } from './_components/export-preview'
import { PurchaseAccountsCard } from './_components/purchase-accounts-card'
import { SchedulesCard } from './_components/schedules-card'
import { askExportAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.nav'))('exports') }
}

/** Exports for accountants: a month's documents in the formats of their tools. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('billingExports')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const [offer, prepared, schedules, members] = await Promise.all([
    readExportOffer(ctx),
    listPreparedExports(ctx),
    readExportSchedules(ctx),
    listExportRecipients(ctx),
  ])
  const { periods, kinds, purchaseAccounts, openPeriod } = offer
  const period = periods.find((each) => each === searchParams.period) ?? periods[0]
  if (!period)
    return (
      <EmptyState
        title={t('none')}
        action={<LinkButton href={routes.org.billingCosts(organisationId)}>{t('noneAction')}</LinkButton>}
      >
        {t('noneText')}
      </EmptyState>
    )
  const shown = kinds.find(({ kind }) => kind === searchParams.preview)
  const format = shown?.formats.find((each) => each === searchParams.format) ?? shown?.formats[0]
  const [accruals, preview] = await Promise.all([
    readAccruals(ctx, { period }),
    shown && format ? previewExport(ctx, { kind: shown.kind, format, period }) : null,
  ])
  const scheduling = {
    organisationId,
    kinds,
    members,
    refusal: may(ctx, 'billing:manage') ? undefined : t('schedules.cannotManage'),
  }
  const isMoving =
    prepared.some(({ state }) => state === 'waiting' || state === 'running') ||
    schedules.some(({ last }) => last?.state === 'waiting')
  return (
    <ClientMessages namespaces={['billingExports']}>
      <MonthChoice
        label={t('month')}
        current={period}
        months={periods.map((each) => ({
          key: each,
          label: formatMonth(each, locale),
          href: routes.org.billingExports(organisationId, each),
        }))}
      />
      <div className="grid gap-5">
        <Card
          title={formatMonth(period, locale)}
          {...(period === openPeriod && { note: t('openMonth') })}
          padded={false}
        >
          <ExportTable
            books="purchases"
            offer={offer}
            files={filesOf(kinds, (kind, format) =>
              routes.org.exportFile(organisationId, kind, format, period),
            )}
            prepare={askExportAction}
            of={{ organisationId, period }}
            preview={{
              hrefs: Object.fromEntries(
                kinds.map(({ kind }) => [
                  kind,
                  kind === shown?.kind
                    ? routes.org.billingExports(organisationId, period)
                    : routes.org.exportPreview(organisationId, period, kind),
                ]),
              ),
              open: shown?.kind ?? null,
              content: shown && format && preview && (
                <ExportPreview
                  preview={preview}
                  formats={shown.formats.map((each) => ({
                    format: each,
                    href: routes.org.exportPreview(organisationId, period, shown.kind, each),
                  }))}
                  actions={
                    <CreateSchedule
                      {...scheduling}
                      scheduled={schedules.map(({ kind: each }) => each)}
                      key={`${shown.kind} ${format}`}
                      label={t('preview.schedule')}
                      preset={{ kind: shown.kind, format }}
                    />
                  }
                />
              ),
            }}
          />
        </Card>
        <Card title={t('prepared')} note={t('preparedNote')} padded={false}>
          <PreparedExports
            exports={prepared}
            hrefOf={(exportId) => routes.org.preparedExport(organisationId, exportId)}
          />
        </Card>
        <AccrualsCard accruals={accruals} />
        <SchedulesCard {...scheduling} schedules={schedules} />
        {purchaseAccounts !== null && (
          <PurchaseAccountsCard
            organisationId={organisationId}
            accounts={purchaseAccounts}
            refusal={may(ctx, 'billing:manage') ? undefined : t('cannotManage')}
          />
        )}
      </div>
      <RefreshWhile topics={['billing']} isMoving={isMoving} />
    </ClientMessages>
  )
})
