import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { declarationFiled } from '../delivery/life-cycle'
import { findSeller } from '../queries/subjects'
import { type Draft, draftPeriods } from './prepare-declaration'
import { type DeclarationFacts, findDeclaration, listDeclarations } from './queries/declarations'
import { listServices } from './service-list'
import { type EreportingSettings, ereportingOf } from './settings'
import type { DeclarationView, EreportingView } from './views'

const listedMax = 200
const warnedDays = 3

/** Declarations by period, upcoming ones, and the services to list; null while no seller is configured. */
export async function readEreporting(ctx: OpContext): Promise<EreportingView | null> {
  authorizeStaff(ctx, 'billing:inspect')
  const today = parisDay(ctx.now)
  return withStaff(ctx, async (tx) => {
    const seller = await findSeller(tx)
    if (!seller) return null
    const settings = await ereportingOf(tx, seller.entity.id)
    const { size, regime, startsOn, platformCode } = settings
    const drafts = await readDrafts(tx, ctx, settings)
    const kept = await listDeclarations(tx, listedMax)
    const views = [
      ...drafts.flatMap((draft) => upcomingViews(draft, today)),
      ...kept.map((row) => storedView(row, kept, drafts, today)),
    ]
    return {
      settings: { size, regime, startsOn, platformCode },
      declarations: views.sort(
        (a, b) =>
          Number(b.isUrgent) - Number(a.isUrgent) || b.to.localeCompare(a.to) || a.kind.localeCompare(b.kind),
      ),
      services: await listServices(tx, seller.entity.id, today),
    }
  })
}

async function readDrafts(tx: Tx, ctx: OpContext, settings: EreportingSettings): Promise<Draft[]> {
  const sales = await draftPeriods(tx, ctx, settings, 'transactions')
  return [...sales, ...(await draftPeriods(tx, ctx, settings, 'payments'))]
}

/** Data not declared yet, or changed since its declaration. */
function upcomingViews(draft: Draft, today: string): DeclarationView[] {
  const { last, kind, from, to, dueOn, items } = draft
  const hasChanged = last?.state === 'accepted' && last.sourcesSha256 !== draft.sourcesSha256
  if (last && !hasChanged) return []
  const sum = (of: (item: Draft['items'][number]) => bigint) =>
    `${items.reduce((total, each) => total + of(each), 0n)}`
  const isOver = to < today
  return [
    {
      id: null,
      kind,
      from,
      to,
      dueOn,
      number: null,
      type: last ? 'RE' : 'IN',
      state: isOver ? 'coming' : 'open',
      failureText: null,
      items: items.length,
      netCents: sum(({ netCents }) => netCents),
      vatCents: sum(({ vatCents }) => vatCents),
      paidCents: sum(({ paidCents }) => paidCents),
      isUrgent: !last && isOver && today >= addDays(dueOn, -warnedDays),
      action: isOver ? 'declare' : null,
    },
  ]
}

function storedView(
  row: DeclarationFacts,
  kept: readonly DeclarationFacts[],
  drafts: readonly Draft[],
  today: string,
): DeclarationView {
  const isLast = kept.every(
    (each) => each.kind !== row.kind || each.fromOn !== row.fromOn || each.revision <= row.revision,
  )
  const canDeclare = drafts.some(({ kind, from }) => kind === row.kind && from === row.fromOn)
  const isMissing = row.state !== 'accepted'
  return {
    id: row.id,
    kind: row.kind,
    from: row.fromOn,
    to: row.toOn,
    dueOn: row.dueOn,
    number: row.number,
    type: row.type,
    state: row.statusCode === declarationFiled ? 'filed' : row.state,
    failureText: row.failureText,
    items: row.items,
    netCents: `${row.netCents}`,
    vatCents: `${row.vatCents}`,
    paidCents: `${row.paidCents}`,
    isUrgent:
      isLast && (row.state === 'rejected' || row.state === 'failed' || (isMissing && today >= row.dueOn)),
    action: !isLast
      ? null
      : row.state === 'failed'
        ? 'resend'
        : row.state === 'rejected' && canDeclare
          ? 'declare'
          : null,
  }
}

/** The file of a declaration, as sent. */
export async function readDeclarationFile(
  ctx: OpContext,
  { declarationId }: { declarationId: Id<'declaration'> },
): Promise<{ name: string; content: Uint8Array }> {
  authorizeStaff(ctx, 'billing:inspect')
  const row = await withStaff(ctx, (tx) => findDeclaration(tx, declarationId))
  if (!row) throw new DomainError('not_found')
  return { name: `${row.number}.xml`, content: row.content }
}
