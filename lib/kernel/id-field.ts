import { z } from 'zod'
import { type Id, type IdKind, isId } from './ids'

/** An input field for an id of this kind; anything else is rejected with the reason `id`. */
export const idField = <K extends IdKind>(kind: K) =>
  z.string('id').refine((text): text is Id<K> => isId(kind, text), 'id')
