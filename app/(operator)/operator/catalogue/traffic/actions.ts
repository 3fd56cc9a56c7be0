'use server'
import { defineAction } from '~/app/_server/define-action'
import { publishTrafficPrice } from '~/lib/catalogue'
import { publishTrafficPriceInput } from '~/lib/catalogue/schema'
import { createMeteringKey, replaceMeteringKey, revokeMeteringKey } from '~/lib/usage'
import { makeMeteringKeyInput, meteringKeyInput } from '~/lib/usage/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const publishTrafficPriceAction = defineAction(
  { ...staff, schema: publishTrafficPriceInput },
  publishTrafficPrice,
)
export const makeMeteringKeyAction = defineAction(
  { ...staff, schema: makeMeteringKeyInput },
  createMeteringKey,
)
export const replaceMeteringKeyAction = defineAction(
  { ...staff, schema: meteringKeyInput },
  replaceMeteringKey,
)
export const withdrawMeteringKeyAction = defineAction(
  { ...staff, schema: meteringKeyInput },
  revokeMeteringKey,
)
