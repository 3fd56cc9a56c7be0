'use server'
import { defineAction } from '~/app/_server/define-action'
import { orderBalancer, retryBalancer } from '~/lib/ordering'
import { orderBalancerInput } from '~/lib/ordering/schema'
import { changeBalancer, deleteBalancer, renameBalancer } from '~/lib/resources'
import { balancerIdInput, changeBalancerInput, renameBalancerInput } from '~/lib/resources/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const orderBalancerAction = defineAction(
  { ...inOrganisation, schema: orderBalancerInput },
  orderBalancer,
)

export const retryBalancerAction = defineAction({ ...inOrganisation, schema: balancerIdInput }, retryBalancer)

export const changeBalancerAction = defineAction(
  { ...inOrganisation, schema: changeBalancerInput },
  changeBalancer,
)

export const renameBalancerAction = defineAction(
  { ...inOrganisation, schema: renameBalancerInput },
  renameBalancer,
)

export const deleteBalancerAction = defineAction(
  { ...inOrganisation, schema: balancerIdInput },
  deleteBalancer,
)
