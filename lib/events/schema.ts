import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { eventPatterns } from './patterns'

/** `*`, `instance.*` or `instance.renamed`. */
export const eventPattern = z.enum(eventPatterns).meta({
  id: 'EventPattern',
  description: 'All events, those of one resource, or one event.',
})

export const listEventsInput = z.strictObject({
  /** The last event that was read. */
  after: idField('event').optional(),
  types: z.array(eventPattern).min(1).max(50),
  projectId: idField('project').optional(),
  from: z.date().optional(),
  limit: z.int().min(1).max(200),
})
