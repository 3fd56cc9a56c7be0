'use server'
import { defineAction } from '~/app/_server/define-action'
import { retryBalancer } from '~/lib/ordering'
import { balancerIdInput } from '~/lib/resources/schema'

export const retryBalancerAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: balancerIdInput },
  retryBalancer,
)
