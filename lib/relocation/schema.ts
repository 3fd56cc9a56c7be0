import { z } from 'zod'
import { rebalanceSizes } from '~/lib/placement/client'
import { relocationTurns } from './client'

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`))

/** Shown to the affected customers. */
const reason = z.string().trim().min(3).max(300)
const start = {
  reason,
  /** The plan shown when the button was pressed. */
  planKey: z.string().regex(/^[0-9a-f]{64}$/),
  concurrentMax: z.number().int().min(1).max(20).default(2),
  /** Null: at once. */
  startsAt: z.iso.datetime().nullable().default(null),
  /** Null: until all is done. */
  windowHours: z.number().int().min(1).max(72).nullable().default(null),
}

export const startDrainInput = z.strictObject({ hostId: id('hst'), ...start })
export const startRebalanceInput = z.strictObject({
  zoneId: id('zon'),
  movesMax: z.literal([...rebalanceSizes]),
  ...start,
})
export const turnRelocationInput = z.strictObject({ relocationId: id('rlc'), to: z.enum(relocationTurns) })
export const relocationIdInput = z.strictObject({ id: id('rlc') })
export const chooseMoveSlotInput = z.strictObject({
  relocationId: id('rlc'),
  instanceId: id('ins'),
  slotAt: z.iso.datetime().nullable(),
})

const count = z.coerce.number().int().min(1)

/** A question in the page's address; missing parts are asked for. */
export const whatIfInput = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('drain'), host: z.string().min(1).max(80).optional() }),
  z.strictObject({ what: z.literal('lose'), place: z.string().min(1).max(120).optional() }),
  z.strictObject({
    what: z.literal('order'),
    bundle: id('bun').optional(),
    quantity: count.max(1_000).default(1),
    apart: z.enum(['no', 'host', 'rack']).default('no'),
  }),
  z.strictObject({
    what: z.literal('add'),
    like: id('hst').optional(),
    count: count.max(500).default(1),
    rack: id('rac').optional(),
  }),
])
export type WhatIfInput = z.output<typeof whatIfInput>

export const setForecastThresholdInput = z.strictObject({
  zoneId: id('zon'),
  warnDays: z.number().int().min(1).max(730),
})
export type SetForecastThresholdInput = z.output<typeof setForecastThresholdInput>

export type StartDrainInput = z.output<typeof startDrainInput>
export type StartRebalanceInput = z.output<typeof startRebalanceInput>
export type TurnRelocationInput = z.output<typeof turnRelocationInput>
export type ChooseMoveSlotInput = z.output<typeof chooseMoveSlotInput>
