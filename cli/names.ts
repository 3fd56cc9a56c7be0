import type { Call } from './call'
import type { Command, Flag, NameList } from './command-table'
import { exitCodes, Failure } from './failure'

type Item = Record<string, unknown>
/** Lists go on after a cursor, events after the id of the last one. */
type Page = { items: Item[]; nextCursor?: string | null; hasMore?: boolean }

const isId = (text: string) => /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/.test(text)

/** Every item of a list, or the first `limit`. */
export async function listAll(
  call: Call,
  path: string,
  query: Record<string, string> = {},
  limit = Number.POSITIVE_INFINITY,
): Promise<Record<string, unknown>[]> {
  const items: Item[] = []
  let next: Record<string, string> | null = {}
  while (next !== null && items.length < limit) {
    const page: Page = (await call({ method: 'GET', path, query: { ...query, ...next } })).body as Page
    items.push(...page.items)
    next = nextOf(page)
  }
  return items.slice(0, limit)
}

function nextOf({ items, nextCursor, hasMore }: Page): Record<string, string> | null {
  if (nextCursor) return { cursor: nextCursor }
  return hasMore === true ? { after: String(items.at(-1)?.id) } : null
}

/** The id of what is named; an id is itself. Two things of one name are not guessed between. */
export async function idOf(call: Call, { path, field }: NameList, given: string): Promise<string> {
  if (isId(given)) return given
  const found = (await listAll(call, path)).filter((item) => item[field] === given)
  const [only, ...others] = found
  const kind = path.split('/').at(-1)
  if (!only) throw new Failure(exitCodes.notFound, `None of your ${kind} is called “${given}”.`)
  if (others.length > 0)
    throw new Failure(
      exitCodes.usage,
      `${found.length} of your ${kind} are called “${given}”. Give an id: ${found.map(({ id }) => id).join(', ')}`,
    )
  return String(only.id)
}

/** The path of the request, its places filled with ids. */
export async function filledPath(call: Call, command: Command, places: readonly string[]): Promise<string> {
  let { path } = command
  for (const [index, { field, names }] of command.places.entries()) {
    const given = places[index] ?? ''
    const id = names ? await idOf(call, names, given) : given
    path = path.replace(`{${field}}`, encodeURIComponent(id))
  }
  return path
}

/** These fields with names replaced by ids. */
export async function withIds<T extends Record<string, unknown>>(
  call: Call,
  flags: readonly Flag[],
  fields: T,
): Promise<T> {
  const filled: Record<string, unknown> = { ...fields }
  for (const { field, names } of flags) {
    const value = filled[field]
    if (!names || value === undefined) continue
    filled[field] = Array.isArray(value)
      ? await Promise.all(value.map((each) => idOf(call, names, String(each))))
      : await idOf(call, names, String(value))
  }
  return filled as T
}
