import type { FirewallRuleSpec, SurveyedNetwork } from '../port/driver'
import type { Drift } from './find-drifts'

/** `isBusy`: its rules are being applied, or are due. */
export type ExpectedNetwork = {
  id: string
  organisationId: string
  rules: readonly FirewallRuleSpec[]
  isBusy: boolean
}

/**
 * Finds networks with applied rules that differ from the hypervisor's, that are missing on one of its hosts, or that
 * lack the rules protecting the hypervisor itself, which are in no row. `hostOf` maps members to our host names. Pure.
 */
export function findNetworkDrifts(
  expected: readonly ExpectedNetwork[],
  found: readonly SurveyedNetwork[],
  hostOf: (name: string) => string | null,
): Drift[] {
  return expected.flatMap(({ id, organisationId, rules, isBusy }): Drift[] => {
    if (isBusy) return []
    const seen = found.find(({ networkId }) => networkId === id)
    const isSame = seen !== undefined && seen.rules !== null && areSame(rules, seen.rules)
    const missingOn = seen?.missingOn.map((name) => hostOf(name) ?? name) ?? []
    const hasManagementRules = seen?.hasManagementRules ?? false
    if (isSame && hasManagementRules && missingOn.length === 0) return []
    // With different rules, or different management rules, no host has ours.
    const hosts = isSame && hasManagementRules ? missingOn : []
    return [
      {
        kind: 'rules_differ',
        subject: id,
        organisationId,
        details: {
          expected: listOf(rules),
          found: isSame ? missingOn.join(', ') || '–' : listOf(seen?.rules ?? null),
        },
        remedy: { do: 'apply_again', hosts },
        rowAgrees: isSame && missingOn.length === 0,
      },
    ]
  })
}

const textOf = ({ protocol, ports, source }: FirewallRuleSpec) => `${protocol} ${ports ?? '*'} ${source}`
const listOf = (rules: readonly FirewallRuleSpec[] | null) =>
  rules === null ? '–' : rules.map(textOf).sort().join(' ; ') || '0'
const areSame = (a: readonly FirewallRuleSpec[], b: readonly FirewallRuleSpec[]) => listOf(a) === listOf(b)
