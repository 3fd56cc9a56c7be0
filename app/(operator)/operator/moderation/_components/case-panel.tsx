import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ModerationThread } from '~/components/identity/moderation-thread'
import { Card } from '~/components/ui/card'
import { findCase, openModerationCase } from '~/lib/identity'
import type { CaseEntry } from '~/lib/identity/client'
import type { Locale } from '~/lib/kernel/format'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/paris-day'
import { readQuotaCase } from '~/lib/limits'
import { readOrderCase } from '~/lib/ordering'
import { CaseFrame } from './case-frame'
import { CaseView } from './case-view'
import { describeCase } from './describe-case'
import { OrderFacts } from './order-facts'
import { QuotaFacts } from './quota-facts'
import { SubjectActions } from './subject-actions'

type Props = {
  ctx: OpContext
  entry: CaseEntry
  staff: readonly { id: string; name: string }[]
  mayDecide: boolean
  nextHref: string
}

/** One case with every fact to decide on, whatever it is about, and what was said before. */
export async function CasePanel({ ctx, entry, staff, mayDecide, nextHref }: Props) {
  const frame = <CaseFrame entry={entry} staff={staff} mayDecide={mayDecide} />
  if (entry.kind === 'organisation')
    return (
      <div className="grid gap-5">
        {frame}
        <CaseView
          found={await openModerationCase(ctx, entry.subjectId)}
          caseId={entry.state === 'closed' ? null : entry.id}
          today={parisDay(ctx.now)}
          mayDecide={mayDecide}
          nextHref={nextHref}
        />
      </div>
    )
  const t = await getTranslations()
  const locale = (await getLocale()) as Locale
  const thread = (await findCase(ctx, entry.id))?.thread ?? []
  const name = describeCase(await getTranslations('cases'), entry, locale)
  return (
    <div className="grid gap-5">
      {frame}
      <Card
        title={name}
        padded={false}
        actions={
          entry.state !== 'closed' && (
            <SubjectActions
              caseId={entry.id}
              kind={entry.kind}
              name={entry.summary.number ?? entry.organisation}
              isAsked={entry.state === 'asked'}
              mayDecide={mayDecide}
              today={parisDay(ctx.now)}
              nextHref={nextHref}
            />
          )
        }
      >
        {await factsOf(ctx, entry)}
      </Card>
      {thread.length > 0 && (
        <Card title={t('moderation.case.thread')} padded={false}>
          <ModerationThread thread={thread} />
        </Card>
      )}
    </div>
  )
}

async function factsOf(ctx: OpContext, entry: CaseEntry): Promise<ReactNode> {
  if (entry.kind === 'quota')
    return <QuotaFacts found={await readQuotaCase(ctx, entry.subjectId as Id<'quotaRequest'>)} />
  const of = { organisationId: entry.organisationId, orderId: entry.subjectId as Id<'order'> }
  return <OrderFacts found={await readOrderCase(ctx, of)} entry={entry} />
}
