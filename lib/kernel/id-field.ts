import { z } from 'zod'
import { type Id, type IdKind, idPattern } from './ids'

/** An input field for an id of this kind; anything else is rejected with the reason `id`. */
export const idField = <K extends IdKind>(kind: K) =>
  z.string('id').regex(idPattern(kind), 'id') as z.ZodString & z.ZodType<Id<K>, string>
