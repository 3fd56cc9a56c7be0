import { type Tx, withOrganisation } from '~/db/client'
import { searchDocuments } from '~/lib/billing'
import { authorize, may, searchPeople } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { searchPurchases } from '~/lib/ordering'
import { searchEstate } from '~/lib/resources'
import { searchTickets } from '~/lib/support'
import type { Hit } from './hits'
import { type HitKind, hitKinds, type ParsedQuery, parseQuery } from './parse-query'
import { spanOf } from './span-of'

const shownMax = 5
const actsMax = 3

/** What a query of the command palette finds in the organisation, of what this member may read. */
export async function searchOrganisation(ctx: OpContext, { q }: { q: string }): Promise<Hit[]> {
  authorize(ctx, 'organisation:read')
  const query = parseQuery(q)
  // Without a word, a kind or a month must tell what is wanted.
  if (query.words.length === 0 && !query.kinds && !query.act && query.month === null) return []
  return withOrganisation(ctx, async (tx, organisationId) => {
    const isWanted = (...kinds: HitKind[]) => kinds.some((kind) => !query.kinds || query.kinds.has(kind))
    const isDated = query.month !== null || query.year !== null
    const named = query.literal ? { ...query, words: query.literal, kinds: null, act: null } : null
    // Issued together, the queries are pipelined.
    const found = await Promise.all([
      isWanted('instance', 'volume', 'balancer', 'address') && !isDated ? estate(tx, ctx, query) : [],
      isWanted('order', 'quote', 'purchase_order') && may(ctx, 'order:read') && !query.act
        ? purchases(tx, ctx, query)
        : [],
      isWanted('document') && may(ctx, 'billing:view') && !query.act ? documents(tx, query) : [],
      isWanted('ticket') && may(ctx, 'support:read') && !query.act && !isDated ? tickets(tx, ctx, query) : [],
      isWanted('member', 'project') && may(ctx, 'member:read') && !query.act && !isDated
        ? people(tx, ctx, organisationId, query)
        : [],
    ])
    // What is named like a kind, a verb or a month: a server « mars », a project « Budget 2026 ».
    const literal = named
      ? await Promise.all([
          estate(tx, ctx, named),
          may(ctx, 'member:read') ? people(tx, ctx, organisationId, named) : [],
        ])
      : []
    const hits = [
      ...found.flat().filter((hit) => hit.kind === 'act' || isWanted(hit.kind)),
      ...literal.flat(),
    ]
    const keyOf = (hit: Hit) => `${hit.kind} ${hit.kind === 'act' ? hit.act : ''} ${hit.id}`
    return [...new Map(hits.map((hit) => [keyOf(hit), hit])).values()].sort((a, b) => rank(a) - rank(b))
  })
}

const rank = ({ kind }: Hit): number => (kind === 'act' ? -1 : hitKinds.indexOf(kind))

async function estate(tx: Tx, ctx: OpContext, { act, words, kinds }: ParsedQuery): Promise<Hit[]> {
  if (words.length === 0 && !kinds && !act) return []
  const hits = await searchEstate(tx, words, shownMax)
  const acts = act
    ? hits
        .filter(({ kind, state, projectId }) => kind === 'instance' && isPossible(ctx, act, state, projectId))
        .slice(0, actsMax)
        .map(({ id, name }): Hit => ({ kind: 'act', act, id, name }))
    : []
  const shown = act && words.length === 0 ? [] : hits
  return [
    ...acts,
    ...shown.map(({ kind, id, name, note, silentSince }): Hit => ({ kind, id, name, note, silentSince })),
  ]
}

/** Whether the act is worth offering: the page decides whether it can be done now. */
function isPossible(ctx: OpContext, act: NonNullable<ParsedQuery['act']>, state: string, projectId: string) {
  const permission = act === 'console' ? 'instance:console' : 'instance:operate'
  if (!may(ctx, permission, projectId as Id<'project'>)) return false
  if (act === 'start') return state === 'stopped'
  return act === 'resize' ? ['running', 'stopped'].includes(state) : state === 'running'
}

async function purchases(tx: Tx, ctx: OpContext, { words, month, year, kinds }: ParsedQuery): Promise<Hit[]> {
  if (words.length === 0 && !kinds) return []
  const hits = await searchPurchases(tx, ctx, words, spanOf(month, year, ctx.now), shownMax)
  return hits.map(({ kind, id, number, project }): Hit => ({ kind, id, name: number, note: project }))
}

async function documents(tx: Tx, { words, month, year }: ParsedQuery): Promise<Hit[]> {
  const number = month === null ? '' : `-${String(month).padStart(2, '0')}`
  const period = month === null && year === null ? null : `${year ?? ''}${number}`
  const hits = await searchDocuments(tx, words, period, shownMax)
  return hits.map(
    ({ id, kind, number: name, period: of, grossCents }): Hit => ({
      kind: 'document',
      id,
      name,
      isCredit: kind === 'credit_note',
      period: of,
      grossCents,
    }),
  )
}

async function tickets(tx: Tx, ctx: OpContext, { words }: ParsedQuery): Promise<Hit[]> {
  const hits = await searchTickets(tx, ctx, words, shownMax)
  return hits.map(
    ({ id, reference, subject }): Hit => ({ kind: 'ticket', id, name: subject, note: reference }),
  )
}

async function people(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  { words, kinds }: ParsedQuery,
): Promise<Hit[]> {
  if (words.length === 0 && !kinds) return []
  const hits = await searchPeople(tx, ctx, organisationId, words, shownMax)
  return hits.map(({ kind, id, name, note }): Hit => ({ kind, id, name, note }))
}
