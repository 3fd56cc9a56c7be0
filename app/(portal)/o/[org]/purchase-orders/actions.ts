'use server'
import { defineAction } from '~/app/_server/define-action'
import { amendPurchaseOrder, createPurchaseOrder, setReferencePolicy } from '~/lib/ordering'
import {
  amendPurchaseOrderInput,
  createPurchaseOrderInput,
  referencePolicyInput,
} from '~/lib/ordering/schema'

export const createPurchaseOrderAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: createPurchaseOrderInput },
  createPurchaseOrder,
)

export const amendPurchaseOrderAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: amendPurchaseOrderInput },
  amendPurchaseOrder,
)

export const setReferencePolicyAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: referencePolicyInput },
  setReferencePolicy,
)
