'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { addFirewallRule, removeFirewallRule } from '~/lib/provisioning'
import { addFirewallRuleInput, removeFirewallRuleInput } from '~/lib/provisioning/schema'

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
