import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { type Id, isId } from '~/lib/kernel/ids'

/** Maximum measurements per call. */
export const eventsMax = 5_000
/** A pebibyte: more than a server can send between two measurements. */
const bytesMax = 2 ** 50

/** One measurement of a meter: bytes sent by this server up to this instant, since the previous measurement. */
export const meteringEvent = z.strictObject({
  /** Deduplication key: counted once, even if a repetition differs. */
  key: z.string().regex(/^[\x21-\x7e]{1,120}$/),
  resourceId: z.custom<Id<'instance'>>((value) => isId('instance', value)),
  meter: z.literal('traffic_out'),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  quantity: z.int().min(0).max(bytesMax),
})
export type MeteringEvent = z.output<typeof meteringEvent>

export const makeMeteringKeyInput = z.strictObject({
  /** The zone's code. */
  zone: z.string().regex(/^[A-Z]{3}[0-9]{1,2}$/),
  name: z.string().trim().min(1).max(60),
})
export const meteringKeyInput = z.strictObject({
  keyId: idField('meteringKey'),
})
