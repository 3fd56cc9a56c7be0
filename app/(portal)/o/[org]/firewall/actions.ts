'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeFirewall, createRuleSet, previewFirewall, renameRuleSet } from '~/lib/resources'
import {
  changeFirewallInput,
  createRuleSetInput,
  previewFirewallInput,
  renameRuleSetInput,
} from '~/lib/resources/schema'

export const changeFirewallAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: changeFirewallInput, refresh: true },
  changeFirewall,
)

export const previewFirewallAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: previewFirewallInput },
  previewFirewall,
)

export const createRuleSetAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: createRuleSetInput, refresh: true },
  createRuleSet,
)

export const renameRuleSetAction = defineAction(
  { surface: 'portal', scope: 'organisation', schema: renameRuleSetInput, refresh: true },
  renameRuleSet,
)
