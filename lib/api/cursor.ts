import { createHmac, timingSafeEqual } from 'node:crypto'
import { requestHash } from '~/lib/idempotency'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { deriveBytes } from '~/lib/kernel/secrets/secrets'

/** What a cursor is good for: one list of one organisation, with one filter. */
type List = { name: string; filter: unknown }

/** The cursor of the page after `position`: opaque, and refused for any other list, filter or organisation. */
export function writeCursor(ctx: OpContext, list: List, position: readonly string[]): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${body}.${codesOf(ctx, list, body)[0]}`
}

/** The position in a cursor; null without one. @throws DomainError `invalid_input` (`cursor`) */
export function readCursor(ctx: OpContext, list: List, cursor: string | undefined): string[] | null {
  if (cursor === undefined) return null
  const [body = '', code = ''] = cursor.split('.')
  const isOurs = codesOf(ctx, list, body).some(
    (each) => each.length === code.length && timingSafeEqual(Buffer.from(each), Buffer.from(code)),
  )
  if (!isOurs) throw new DomainError('invalid_input', { field: 'cursor', params: { reason: 'cursor' } })
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as string[]
}

/** By each key of the installation: a rotation ends no list that is being read. */
function codesOf(ctx: OpContext, { name, filter }: List, body: string): string[] {
  const scope = requestHash([name, filter, ctx.membership?.organisationId ?? ''])
  return deriveBytes('links', 'cursors of the API').map((key) =>
    createHmac('sha256', key).update(`${scope} ${body}`).digest('base64url').slice(0, 22),
  )
}

/** The page of a list that is read whole: its items are few. Pure but for the cursor. */
export function pageFrom<T extends { id: string }>(
  ctx: OpContext,
  list: List,
  items: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { items: T[]; nextCursor: string | null } {
  const [after] = readCursor(ctx, list, cursor) ?? []
  const sorted = [...items].sort((a, b) => (a.id < b.id ? 1 : -1))
  const rest = after === undefined ? sorted : sorted.filter(({ id }) => id < after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page,
    nextCursor: last && rest.length > page.length ? writeCursor(ctx, list, [last.id]) : null,
  }
}
