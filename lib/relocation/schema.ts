import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { rebalanceSizes } from '~/lib/placement/client'
import { relocationTurns } from './client'

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

export const startDrainInput = z.strictObject({ hostId: idField('host'), ...start })
export const startRebalanceInput = z.strictObject({
  zoneId: idField('zone'),
  movesMax: z.literal([...rebalanceSizes]),
  ...start,
})
export const turnRelocationInput = z.strictObject({
  relocationId: idField('relocation'),
  to: z.enum(relocationTurns),
})
export const relocationIdInput = z.strictObject({ id: idField('relocation') })
export const chooseMoveSlotInput = z.strictObject({
  relocationId: idField('relocation'),
  instanceId: idField('instance'),
  slotAt: z.iso.datetime().nullable(),
})

const count = z.coerce.number().int().min(1)

/** A question in the page's address; the page requests missing parts. */
export const whatIfInput = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('drain'), host: z.string().min(1).max(80).optional() }),
  z.strictObject({ what: z.literal('lose'), place: z.string().min(1).max(120).optional() }),
  z.strictObject({
    what: z.literal('order'),
    bundle: idField('bundle').optional(),
    quantity: count.max(1_000).default(1),
    apart: z.enum(['no', 'host', 'rack']).default('no'),
  }),
  z.strictObject({
    what: z.literal('add'),
    like: idField('host').optional(),
    count: count.max(500).default(1),
    rack: idField('rack').optional(),
  }),
])
export type WhatIfInput = z.output<typeof whatIfInput>

export const setForecastThresholdInput = z.strictObject({
  zoneId: idField('zone'),
  warnDays: z.number().int().min(1).max(730),
})
export type SetForecastThresholdInput = z.output<typeof setForecastThresholdInput>

export type StartDrainInput = z.output<typeof startDrainInput>
export type StartRebalanceInput = z.output<typeof startRebalanceInput>
export type TurnRelocationInput = z.output<typeof turnRelocationInput>
export type ChooseMoveSlotInput = z.output<typeof chooseMoveSlotInput>
