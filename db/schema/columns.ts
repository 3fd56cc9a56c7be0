import { bigint, customType, text, timestamp } from 'drizzle-orm/pg-core'
import type { Id, IdKind } from '../../lib/kernel/ids.ts'

/** An instant, `timestamptz`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** A prefixed text id of one kind. */
export const idOf = <K extends IdKind>(name: string, _kind: K) => text(name).$type<Id<K>>()

/** Money and large counts: 64-bit integers that stay exact in JavaScript. */
export const int8 = (name: string) => bigint(name, { mode: 'bigint' })

/** The bytes of a file, unchanged. */
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
