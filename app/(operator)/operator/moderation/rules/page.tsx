import type { Metadata } from 'next'
import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { Stat } from '~/components/ui/display/stat'
import { countQuotaDecisions } from '~/lib/budgets'
import { formatMoney, formatShare, type Locale } from '~/lib/kernel/text/format'
import { addSeconds } from '~/lib/kernel/time/clock'
import { countOrganisationDecisions } from '~/lib/moderation'
import { readAcceptance } from '~/lib/ordering'
import { acceptanceLimits } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

const days = 365

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cases.rules'))('title') }
}

/** Automatic acceptance: each rule with its count and share, next to decisions by people. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('cases')
  const locale = (await getLocale()) as Locale
  const format = await getFormatter()
  const since = addSeconds(ctx.now, -days * 86_400)
  const [orders, organisations, quotas] = await Promise.all([
    readAcceptance(ctx, since),
    countOrganisationDecisions(ctx, since),
    countQuotaDecisions(ctx, since),
  ])
  const byRule = orders.rules.reduce((sum, each) => sum + each.count, 0)
  const all = byRule + orders.accepted + orders.others
  const share = (part: number, whole: number) => (whole === 0 ? '–' : formatShare(part, whole, locale))
  const limit = (cents: bigint) => formatMoney(cents, locale)
  const limits = {
    small: t('rules.text.small', { limit: limit(acceptanceLimits.smallCents) }),
    verified: t('rules.text.verified', { limit: limit(acceptanceLimits.verifiedCents) }),
    trusted: t('rules.text.trusted', { limit: limit(acceptanceLimits.trustedCents) }),
    growing: t('rules.text.growing', { days: acceptanceLimits.growingAfterDays }),
  }
  const stats = [
    { key: 'orders', part: byRule, whole: all },
    {
      key: 'organisations',
      part: organisations.byRule,
      whole: organisations.byRule + organisations.byPeople,
    },
    { key: 'quotas', part: quotas.byRule, whole: quotas.byRule + quotas.byPeople },
  ] as const
  return (
    <>
      <PageHeader
        title={t('rules.title')}
        lead={t('rules.lead', { days })}
        back={{ href: routes.operator.moderation(), label: t('title') }}
      />
      <div className="grid gap-5">
        <div className="grid gap-3 sm:grid-cols-3 sm:gap-4">
          {stats.map(({ key, part, whole }) => (
            <Stat
              key={key}
              label={t(`rules.stat.${key}`)}
              value={share(part, whole)}
              note={t('rules.statNote', { part, whole })}
            />
          ))}
        </div>
        <Card title={t('rules.orders')} note={t('rules.ordersNote')} padded={false}>
          <DataTable
            caption={t('rules.orders')}
            rows={[
              ...orders.rules.map((each) => ({
                id: each.rule as string,
                name: t(`rules.name.${each.rule}`),
                text: limits[each.rule],
                count: each.count,
                alone: each.alone,
                monthlyCents: each.monthlyCents,
              })),
              {
                id: 'moderator',
                name: t('rules.moderator'),
                text: t('rules.moderatorText'),
                count: orders.accepted,
                alone: null,
                monthlyCents: null,
              },
              {
                id: 'others',
                name: t('rules.others'),
                text: t('rules.othersText'),
                count: orders.others,
                alone: null,
                monthlyCents: null,
              },
            ]}
            rowKey={(row) => row.id}
            columns={[
              {
                id: 'rule',
                header: t('rules.rule'),
                cell: (row) => (
                  <>
                    <span className="font-semibold">{row.name}</span>
                    <span className="block text-sm text-ink-2">{row.text}</span>
                  </>
                ),
              },
              {
                id: 'count',
                header: t('rules.count'),
                numeric: true,
                cell: (row) => format.number(row.count),
              },
              {
                id: 'share',
                header: t('rules.share'),
                numeric: true,
                cell: (row) => share(row.count, all),
              },
              {
                id: 'alone',
                header: t('rules.alone'),
                numeric: true,
                cell: (row) =>
                  row.alone !== null && (
                    <>
                      {format.number(row.alone)} <span className="text-ink-3">({share(row.alone, all)})</span>
                    </>
                  ),
              },
              {
                id: 'amount',
                header: t('rules.amount'),
                numeric: true,
                cell: (row) => row.monthlyCents && <Money cents={BigInt(row.monthlyCents)} bare />,
              },
            ]}
            empty={null}
          />
        </Card>
      </div>
    </>
  )
})
