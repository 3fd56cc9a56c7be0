'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { reserveAddress } from '~/lib/ordering'
import { reserveAddressInput } from '~/lib/ordering/schema'
import {
  addFirewallRule,
  attachAddress,
  detachAddress,
  releaseAddress,
  removeFirewallRule,
} from '~/lib/resources'
import {
  addFirewallRuleInput,
  addressIdInput,
  attachAddressInput,
  removeFirewallRuleInput,
} from '~/lib/resources/schema'

export const addFirewallRuleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addFirewallRuleInput },
  async (ctx, input) => {
    const added = await addFirewallRule(ctx, input)
    refresh()
    return added
  },
)

export const removeFirewallRuleAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: removeFirewallRuleInput },
  async (ctx, input) => {
    await removeFirewallRule(ctx, input)
    refresh()
  },
)

export const reserveAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: reserveAddressInput },
  async (ctx, input) => {
    const reserved = await reserveAddress(ctx, input)
    refresh()
    return reserved
  },
)

export const attachAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: attachAddressInput },
  async (ctx, input) => {
    await attachAddress(ctx, input)
    refresh()
  },
)

export const detachAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addressIdInput },
  async (ctx, input) => {
    await detachAddress(ctx, input)
    refresh()
  },
)

export const releaseAddressAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: addressIdInput },
  async (ctx, input) => {
    await releaseAddress(ctx, input)
    refresh()
  },
)
