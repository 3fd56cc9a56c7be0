import { z } from 'zod'
import { type Id, type IdKind, isId } from './ids'

/** An id of this kind in an input; anything else is refused at its field with the reason `id`. */
export const idField = <K extends IdKind>(kind: K) => z.custom<Id<K>>((value) => isId(kind, value), 'id')
