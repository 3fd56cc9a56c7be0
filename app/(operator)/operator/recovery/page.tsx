import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import {
  countOpenPoints,
  listDrifts,
  listPastRecoveries,
  listQuarantine,
  readRecovery,
} from '~/lib/hypervisors'
import { mayStaff } from '~/lib/identity'
import {
  listAdoptions,
  listDoubtfulRows,
  listDoubtfulSendings,
  listLastNumbers,
  listNumberJumps,
} from '~/lib/restoration'
import { isReadSince } from '~/lib/restoration/client'
import { ComparisonTable } from '../drifts/_components/comparison-table'
import { AgreeStep } from './_components/agree-step'
import { CompareStep } from './_components/compare-step'
import { DoubtfulTable } from './_components/doubtful-table'
import { JumpsTable } from './_components/jumps-table'
import { MissingPanel } from './_components/missing-panel'
import { NumbersTable } from './_components/numbers-table'
import { ObjectsPanel } from './_components/objects-panel'
import { PastTable } from './_components/past-table'
import { SendingKinds } from './_components/sending-kinds'
import { SendingsPanel } from './_components/sendings-panel'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('restoration'))('title') }
}

/** What a restored database lacks, number by number and object by object, and the step that ends the recovery. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('restoration')
  const mayDecide = mayStaff(ctx, 'inventory:change') ? undefined : t('mayNotDecide')
  const mayBill = mayStaff(ctx, 'billing:run') ? undefined : t('mayNotBill')
  const mayAgree = mayStaff(ctx, 'recovery:agree') ? undefined : t('mayNotAgree')
  const [recovery, past, compared, quarantined, rows, numbers, jumps, doubtful, open] = await Promise.all([
    readRecovery(ctx),
    listPastRecoveries(ctx),
    mayStaff(ctx, 'inventory:read') ? listDrifts(ctx) : null,
    mayStaff(ctx, 'inventory:read') ? listQuarantine(ctx) : [],
    mayStaff(ctx, 'inventory:read') ? listDoubtfulRows(ctx) : { missing: [], differing: [] },
    listLastNumbers(ctx),
    listNumberJumps(ctx),
    listDoubtfulSendings(ctx, searchParams.sendings),
    countOpenPoints(ctx),
  ])
  const sendingTotal = doubtful.counts.reduce((sum, { count }) => sum + count, 0)
  const comparisons = compared?.comparisons ?? []
  const unread = comparisons.filter((each) => recovery && !isReadSince(each, recovery.comparedSince))
  const nothing = (kind: 'objects' | 'missing' | 'differing') =>
    unread.length > 0 ? (
      <p className="p-4.5 text-ink-2">{t('unread', { count: unread.length })}</p>
    ) : (
      <EmptyState icon="check" title={t(`${kind}.empty`)}>
        {t(`${kind}.emptyText`)}
      </EmptyState>
    )
  const objects = quarantined.filter(({ state }) => state !== 'gone')
  const adoptions = objects.length
    ? await listAdoptions(
        ctx,
        objects.map(({ id }) => id),
      )
    : {}
  return (
    <ClientMessages namespaces={['compute', 'drifts', 'recovery', 'restoration']}>
      <PageHeader title={t('title')} lead={t(recovery ? 'lead' : 'leadAfter')} />
      <div className="grid gap-4">
        {recovery && <CompareStep recovery={recovery} refusal={mayAgree} />}
        {compared && (
          <>
            <Card title={t('zones')} padded={false}>
              {comparisons.length === 0 ? (
                <p className="p-4.5 text-ink-2">{t('noZones')}</p>
              ) : (
                <ComparisonTable comparisons={comparisons} unread={unread} />
              )}
            </Card>
            <Card title={t('objects.title')} note={t('count', { count: objects.length })} padded={false}>
              {objects.length === 0 ? (
                nothing('objects')
              ) : (
                <>
                  <p className="p-4.5 text-ink-2">{t('objects.text')}</p>
                  <ObjectsPanel objects={objects} adoptions={adoptions} refusal={mayDecide} />
                </>
              )}
            </Card>
            {(['missing', 'differing'] as const).map((kind) => (
              <Card
                key={kind}
                title={t(`${kind}.title`)}
                note={t('count', { count: rows[kind].length })}
                padded={false}
              >
                {rows[kind].length === 0 ? (
                  nothing(kind)
                ) : (
                  <>
                    <p className="p-4.5 text-ink-2">{t(`${kind}.text`)}</p>
                    {kind === 'missing' ? (
                      <MissingPanel rows={rows.missing} refusal={mayDecide} />
                    ) : (
                      <DoubtfulTable
                        caption={t('differing.title')}
                        rows={rows.differing}
                        refusal={mayDecide}
                      />
                    )}
                  </>
                )}
              </Card>
            ))}
          </>
        )}
        <Card title={t('numbers.title')} padded={false}>
          <p className="p-4.5 text-ink-2">{t('numbers.text')}</p>
          <NumbersTable caption={t('numbers.title')} of="series" numbers={numbers} refusal={mayBill} />
          {jumps.length > 0 && <JumpsTable jumps={jumps} refusal={mayBill} />}
        </Card>
        <Card title={t('messages.title')} padded={false}>
          <p className="p-4.5 text-ink-2">{t('messages.text')}</p>
          <NumbersTable caption={t('messages.title')} of="messages" numbers={numbers} refusal={mayBill} />
        </Card>
        <Card title={t('sending.title')} note={t('count', { count: sendingTotal })} padded={false}>
          {sendingTotal === 0 ? (
            <EmptyState icon="check" title={t('sending.empty')}>
              {t('sending.emptyText')}
            </EmptyState>
          ) : (
            <>
              <p className="p-4.5 text-ink-2">{t('sending.text')}</p>
              <SendingKinds counts={doubtful.counts} current={doubtful.kind} />
              <SendingsPanel key={doubtful.kind} sendings={doubtful.sendings} refusal={mayBill} />
            </>
          )}
        </Card>
        {recovery && <AgreeStep recovery={recovery} open={open} refusal={mayAgree} />}
        {past.length > 0 && (
          <Card title={t('past.title')} padded={false}>
            <PastTable recoveries={past} />
          </Card>
        )}
      </div>
    </ClientMessages>
  )
})
