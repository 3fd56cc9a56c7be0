import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { type Id, isId } from '~/lib/kernel/ids'

/** Measurements of one call at most. */
export const eventsMax = 5_000
/** A pebibyte: what no server sends between two measurements. */
const bytesMax = 2 ** 50

/** One measurement, as a meter hands it in: so many bytes left this server up to then, since the one before. */
export const meteringEvent = z.strictObject({
  /** Counts once, whatever is said under it again. */
  key: z.string().regex(/^[\x21-\x7e]{1,120}$/),
  resourceId: z.custom<Id<'instance'>>((value) => isId('instance', value)),
  meter: z.literal('traffic_out'),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  quantity: z.int().min(0).max(bytesMax),
})
export type MeteringEvent = z.output<typeof meteringEvent>

export const makeMeteringKeyInput = z.strictObject({
  /** Its code. */
  zone: z.string().regex(/^[A-Z]{3}[0-9]{1,2}$/),
  name: z.string().trim().min(1).max(60),
})
export const meteringKeyInput = z.strictObject({
  keyId: idField('meteringKey'),
})
