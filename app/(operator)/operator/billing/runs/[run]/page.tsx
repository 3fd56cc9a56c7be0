import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { getRun } from '~/lib/billing'
import type { RunItemView } from '~/lib/billing/client'
import { runParams } from '~/lib/billing/schema'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { RefreshWhileRunning } from './_components/refresh-while-running'

type Props = { params: Promise<{ run: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('moderation.nav')
  const locale = (await getLocale()) as Locale
  const { run } = await params
  const monthOf = async () =>
    formatMonth((await getRun(await signedInContext(), { runId: readId(run) })).period, locale)
  return { title: await titleNaming(t('billing'), monthOf) }
}

function readId(text: string | undefined): Id<'billingRun'> {
  const parsed = runParams.safeParse({ runId: text })
  if (!parsed.success) throw new DomainError('not_found')
  return parsed.data.runId
}

const tones: Record<RunItemView['state'], Tone> = {
  waiting: 'info',
  billed: 'ok',
  nothing_to_bill: 'off',
  already_billed: 'off',
  refused: 'bad',
}

/** One billing run: the result for each organisation, with its difference from the previous month. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('billingRuns')
  const run = await getRun(ctx, { runId: readId(params.run) })
  const locale = (await getLocale()) as Locale
  return (
    <ClientMessages namespaces={['billingRuns']}>
      <PageHeader
        back={{ href: routes.operator.billing(), label: t('tab.runs') }}
        title={t('runOf', { period: formatMonth(run.period, locale) })}
        reference={t(`modes.${run.mode}`)}
        state={
          <StatePill tone={run.state === 'done' ? 'ok' : 'info'} busy={run.state === 'running'}>
            {t(`states.${run.state}`)}
          </StatePill>
        }
      />
      <RefreshWhileRunning isRunning={run.state === 'running'} />
      <Card padded={false}>
        <DataTable
          caption={t('runOf', { period: formatMonth(run.period, locale) })}
          rows={run.items}
          rowKey={(item) => item.organisationId}
          columns={[
            { id: 'organisation', header: t('organisation'), cell: (item) => item.organisation },
            {
              id: 'state',
              header: t('state'),
              cell: (item) => (
                <>
                  <StatePill tone={tones[item.state]} busy={item.state === 'waiting'}>
                    {t(`itemStates.${item.state}`)}
                  </StatePill>
                  {item.refusalCode && (
                    <span className="block text-sm text-bad">{t(`lacks.${lackOf(item.refusalField)}`)}</span>
                  )}
                </>
              ),
            },
            { id: 'documents', header: t('documents'), numeric: true, cell: (item) => item.documents },
            {
              id: 'net',
              header: t('net'),
              numeric: true,
              cell: (item) => <Money cents={BigInt(item.netCents)} bare />,
            },
            {
              id: 'previous',
              header: t('previous'),
              numeric: true,
              cell: (item) =>
                item.previousNetCents === null ? '–' : <Money cents={BigInt(item.previousNetCents)} bare />,
            },
            {
              id: 'difference',
              header: t('difference'),
              numeric: true,
              cell: (item) =>
                item.previousNetCents === null || item.state === 'refused' ? (
                  '–'
                ) : (
                  <Money cents={BigInt(item.netCents) - BigInt(item.previousNetCents)} bare />
                ),
            },
          ]}
          empty={<p className="p-4.5 text-ink-2">{t('nobody')}</p>}
        />
      </Card>
    </ClientMessages>
  )
})

const lacks = ['siren', 'siret', 'vatNumber', 'legalAddress', 'seller', 'total'] as const

/** The data that the invoice lacked, if known. */
const lackOf = (field: string) => lacks.find((each) => each === field) ?? 'unexpected'
