'use server'
import { defineAction } from '~/app/_server/define-action'
import { createPromotion, endPromotion } from '~/lib/catalogue'
import { createPromotionInput, endPromotionInput } from '~/lib/catalogue/schema'

export const createPromotionAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: createPromotionInput },
  createPromotion,
)

export const endPromotionAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: endPromotionInput },
  endPromotion,
)
