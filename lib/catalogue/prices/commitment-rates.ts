import { type Tx, withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import { type RateEntry, type RatePreview, termsMonths } from '../client'
import {
  type DefineRatesInput,
  defineRatesInput,
  publishRatesInput,
  type RateChangeInput,
  rateChangeInput,
} from '../schema'
import { type BundleFamily, bundleFamilies } from '../views'
import { effectiveInstant } from './effective-instant'
import { parsePercent } from './percent'
import {
  closeRate,
  insertRate,
  listOpenRatesForUpdate,
  listRateHistory,
  listRatesFrom,
  type RateRow,
} from './queries/rates'

const historyMax = 200
/** The maximum discount of a commitment. */
const basisPointsMax = 9_000

/** Lists the commitment discount by family, current and next, with the whole history. */
export async function listRates(ctx: OpContext): Promise<{ rates: RateEntry[]; history: RateRow[] }> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const rows = await listRatesFrom(tx, ctx.now)
    const rates = bundleFamilies.flatMap((family) =>
      termsMonths.map((termMonths) => {
        const own = rows.filter((row) => row.family === family && row.termMonths === termMonths)
        const next = own.find((row) => row.validFrom > ctx.now)
        return {
          family,
          termMonths,
          basisPoints: own.find((row) => row.validFrom <= ctx.now)?.basisPoints ?? 0,
          next: next ? { validFrom: next.validFrom.toISOString(), basisPoints: next.basisPoints } : null,
        }
      }),
    )
    return { rates, history: await listRateHistory(tx, historyMax) }
  })
}

/** Returns what publishing these rates would change, without writing. @throws DomainError as `publishRates` */
export async function previewRates(ctx: OpContext, raw: RateChangeInput): Promise<RatePreview> {
  authorizeStaff(ctx, 'price:publish')
  const input = rateChangeInput.parse(raw)
  return withStaff(ctx, async (tx) => {
    const { lines, validFrom, basis } = await plan(tx, ctx, input)
    return { lines, validFrom: validFrom.toISOString(), isAtOnce: validFrom <= ctx.now, basis }
  })
}

/**
 * Publishes commitment discounts from the start of the day, or at once. Existing commitments keep their terms. A
 * published rate is never changed, only succeeded.
 *
 * @throws DomainError `invalid_input` with the field and reason; `conflict` when the rates are no longer those of
 * `basis`
 */
export async function publishRates(ctx: OpContext, raw: RateChangeInput & { basis: string }): Promise<void> {
  authorizeStaff(ctx, 'price:publish')
  const input = publishRatesInput.parse(raw)
  await withStaff(ctx, async (tx) => {
    const planned = await plan(tx, ctx, input)
    if (planned.basis !== input.basis) throw new DomainError('conflict')
    await write(tx, ctx, planned)
  })
}

/** The same for the product itself: the seed and tests. */
export async function defineRates(ctx: OpContext, raw: DefineRatesInput): Promise<void> {
  authorizeCatalogueChange(ctx)
  const { validFrom, rates } = defineRatesInput.parse(raw)
  await withShared(ctx, async (tx) => {
    const open = await listOpenRatesForUpdate(tx)
    const lines = rates.map((rate) => ({ ...rate, from: openOf(open, rate)?.basisPoints ?? 0 }))
    await write(tx, ctx, { validFrom, open, lines: lines.map((line) => ({ ...line, to: line.basisPoints })) })
  })
}

type Line = RatePreview['lines'][number]
const openOf = (open: readonly RateRow[], { family, termMonths }: Pick<Line, 'family' | 'termMonths'>) =>
  open.find((row) => row.family === family && row.termMonths === termMonths)

async function plan(tx: Tx, ctx: OpContext, input: ReturnType<typeof rateChangeInput.parse>) {
  const validFrom = effectiveInstant(input.day, ctx.now)
  const open = await listOpenRatesForUpdate(tx)
  const lines: Line[] = []
  for (const [name, text] of Object.entries(input.rates)) {
    if (!text) continue
    const [family = '', months = ''] = name.split('-')
    const field = `rates.${name}`
    const refuse = (reason: string) => new DomainError('invalid_input', { field, params: { reason } })
    const to = parsePercent(text, basisPointsMax)
    if (to === null) throw refuse('rate_percent')
    const line = { family: family as BundleFamily, termMonths: Number(months) }
    const last = openOf(open, line)
    const from = last?.basisPoints ?? 0
    if (from === to) continue
    if (last && last.validFrom >= validFrom) throw refuse('rate_announced')
    lines.push({ ...line, from, to })
  }
  if (lines.length === 0)
    throw new DomainError('invalid_input', { field: 'rates', params: { reason: 'rate_unchanged' } })
  const basis = open
    .map(({ id }) => id)
    .sort()
    .join(' ')
  return { lines, validFrom, open, basis }
}

async function write(
  tx: Tx,
  ctx: OpContext,
  { lines, validFrom, open }: { lines: readonly Line[]; validFrom: Date; open: readonly RateRow[] },
): Promise<void> {
  for (const { family, termMonths, to } of lines) {
    const last = openOf(open, { family, termMonths })
    if (last) await closeRate(tx, last.id, validFrom)
    const id = newId('commitmentRate', ctx.now.getTime())
    await insertRate(tx, { id, family, termMonths, basisPoints: to, validFrom })
  }
  await recordAudit(tx, ctx, 'commitment_rate.published', {
    organisationId: null,
    kind: 'commitment_rate',
    id: 'rates',
    details: {
      validFrom: validFrom.toISOString(),
      rates: lines.map(({ family, termMonths, from, to }) => `${family} ${termMonths}: ${from} > ${to}`),
    },
  })
}
