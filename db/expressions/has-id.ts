import { type Column, eq, type SQL, sql } from 'drizzle-orm'
import { type Id, type IdKind, isId } from '~/lib/kernel/ids'

/** The column has this id. No row matches text that is not an id of this kind, such as an unknown word in an address. */
export function hasId<K extends IdKind>(column: IdColumn<K>, kind: K, text: string): SQL {
  return isId(kind, text) ? eq<IdColumn<K>>(column, text) : sql`false`
}

type IdColumn<K extends IdKind> = Column & { _: { data: Id<K> } }
