import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { listBillablePeriods, listHeldBackMonths, listRuns } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { StartRun } from './_components/start-run'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('billing') }
}

/** All billing runs, latest first. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('billingRuns')
  const [runs, heldBack] = await Promise.all([listRuns(ctx), listHeldBackMonths(ctx)])
  const locale = (await getLocale()) as Locale
  const refusal = mayStaff(ctx, 'billing:run') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['billingRuns']}>
      {heldBack.length > 0 && (
        <Callout
          tone="warn"
          className="mb-4"
          title={t('heldBackTitle', {
            months: heldBack.map((period) => formatMonth(period, locale)).join(', '),
          })}
        >
          {t('heldBack')}
        </Callout>
      )}
      <Card
        title={t('runsList')}
        padded={false}
        actions={<StartRun periods={listBillablePeriods(ctx.now)} refusal={refusal} />}
      >
        <DataTable
          caption={t('tab.runs')}
          rows={runs}
          rowKey={(run) => run.id}
          rowHref={(run) => routes.operator.billingRun(run.id)}
          columns={[
            {
              id: 'period',
              header: t('period'),
              cell: (run) => formatMonth(run.period, locale),
            },
            { id: 'mode', header: t('mode'), cell: (run) => t(`modes.${run.mode}`) },
            {
              id: 'state',
              header: t('state'),
              cell: (run) => (
                <StatePill tone={run.state === 'done' ? 'ok' : 'info'} busy={run.state === 'running'}>
                  {t(`states.${run.state}`)}
                </StatePill>
              ),
            },
            {
              id: 'progress',
              header: t('progress'),
              numeric: true,
              cell: (run) => t('progressOf', { done: run.finished, total: run.organisations }),
            },
            { id: 'refused', header: t('refused'), numeric: true, cell: (run) => run.refused },
            { id: 'documents', header: t('documents'), numeric: true, cell: (run) => run.documents },
            {
              id: 'net',
              header: t('net'),
              numeric: true,
              cell: (run) => <Money cents={BigInt(run.netCents)} bare />,
            },
            {
              id: 'startedAt',
              header: t('startedAt'),
              cell: (run) => <Timestamp at={new Date(run.startedAt)} look="short" />,
            },
          ]}
          empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
        />
      </Card>
    </ClientMessages>
  )
})
