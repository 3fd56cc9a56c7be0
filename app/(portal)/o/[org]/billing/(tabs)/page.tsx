import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ArchiveLink } from '~/components/billing/archive-link'
import { documentColumns } from '~/components/billing/document-columns'
import { listedColumns } from '~/components/billing/listed-columns'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkChips } from '~/components/ui/fields/chips'
import { TextLink } from '~/components/ui/links/text-link'
import { listDocuments, listDocumentYears } from '~/lib/billing'
import { archiveMax, listedMax } from '~/lib/billing/schema'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { periodField } from '~/lib/kernel/time/date-fields'
import { routes } from '~/lib/routes'
import { findLatestCredits } from '~/lib/sla'
import { LatestCredits } from './_components/latest-credits'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.nav'))('billing') }
}

/** Invoices and credit notes, latest first. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('billing')
  const { organisationId } = ctx.membership
  const locale = (await getLocale()) as Locale
  const columns = documentColumns(t)
  const listed = listedColumns(t, locale, ({ id }) => routes.org.documentFile(organisationId, id, 'pdf'))
  const years = await listDocumentYears(ctx)
  const period = periodField.safeParse(searchParams.period).data ?? null
  const year = period ? null : (years.find((each) => each === searchParams.year) ?? null)
  const [documents, credits] = await Promise.all([
    listDocuments(ctx, { year, period }),
    findLatestCredits(ctx),
  ])
  return (
    <div className="grid gap-5">
      {credits && <LatestCredits organisationId={organisationId} month={credits} />}
      <Card padded={false}>
        <DataTable
          caption={t('tab.documents')}
          rows={documents}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.number}
          rowHref={(row) => routes.org.billingDocument(organisationId, row.id)}
          columns={[
            listed.number,
            listed.period,
            listed.group,
            columns.issuedOn,
            columns.dueOn,
            columns.standing,
            columns.net,
            columns.gross,
            listed.file,
          ]}
          isWhole
          bulk={
            <ClientMessages namespaces={['billing.archive']}>
              <ArchiveLink organisationId={organisationId} max={archiveMax} />
            </ClientMessages>
          }
          {...((years.length > 1 || period) && {
            toolbar: (
              <LinkChips
                label={t('years')}
                items={[
                  ...[null, ...years].map((each) => ({
                    href: routes.org.billing(organisationId, each ? { year: each } : {}),
                    label: each ?? t('allYears'),
                    isCurrent: !period && each === year,
                  })),
                  ...(period
                    ? [
                        {
                          href: routes.org.billing(organisationId, { period }),
                          label: formatMonth(period, locale),
                          isCurrent: true,
                        },
                      ]
                    : []),
                ]}
              />
            ),
          })}
          empty={
            period ? (
              <p className="p-4.5 text-ink-2">{t('emptyMonth', { month: formatMonth(period, locale) })}</p>
            ) : (
              <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
            )
          }
        />
        {documents.length === listedMax && (
          <p className="px-4.5 py-3.5 text-sm text-ink-2">
            {t.rich('onlyLatest', {
              count: listedMax,
              exports: (chunks) => (
                <TextLink href={routes.org.billingExports(organisationId)}>{chunks}</TextLink>
              ),
            })}
          </p>
        )}
      </Card>
    </div>
  )
})
