import type { SurveyedNetwork } from '../port/driver'
import type { FirewallRuleSpec, NetworkFilter } from '../port/firewall'
import type { Drift } from './find-drifts'

/** `isBusy`: its rules are being applied, or are due. */
export type ExpectedNetwork = {
  id: string
  organisationId: string
  filter: NetworkFilter
  range6: string | null
  name: string
  /** The networks that it is peered with, sorted. */
  peerIds: readonly string[]
  /** The customer deleted it, and the hypervisor removed it. */
  isRemoved: boolean
  isBusy: boolean
}

/**
 * Finds networks with applied rules that differ from the hypervisor's, that are missing on one of its hosts, or that
 * lack the rules protecting the hypervisor itself, which are in no row; also removed networks that are still there.
 * `hostOf` maps members to our host names. Pure.
 */
export function findNetworkDrifts(
  expected: readonly ExpectedNetwork[],
  found: readonly SurveyedNetwork[],
  hostOf: (name: string) => string | null,
): Drift[] {
  return expected.flatMap(
    ({ id, organisationId, filter, range6, name, peerIds, isRemoved, isBusy }): Drift[] => {
      if (isBusy) return []
      const seen = found.find(({ networkId }) => networkId === id)
      if (isRemoved)
        return seen
          ? [
              {
                kind: 'network_left',
                subject: id,
                organisationId,
                details: { name },
                remedy: { do: 'remove_again' },
              },
            ]
          : []
      const [wanted, present] = [textOf({ ...filter, range6, peerIds }), seen ? textOf(seen) : '–']
      const settings = seen?.differing6 ?? []
      const isSame = wanted === present && settings.length === 0
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
            expected: wanted,
            found: isSame ? missingOn.join(', ') || '–' : [present, ...settings].join(' ; '),
          },
          remedy: { do: 'apply_again', hosts },
          rowAgrees: isSame && missingOn.length === 0,
        },
      ]
    },
  )
}

/**
 * The same for two networks exactly when they have one /64, the same peers, and allow the same by the same rules; `–` when
 * the rules are not ours.
 */
function textOf({
  rules,
  egress,
  filtersInside,
  range6,
  peerIds,
}: (Pick<SurveyedNetwork, 'rules' | 'egress' | 'filtersInside'> | NetworkFilter) &
  Pick<SurveyedNetwork, 'range6'> & { peerIds: readonly string[] }): string {
  if (rules === null) return '–'
  const list = rules.map(lineOf).sort().join(' ; ') || '0'
  return [
    list,
    egress === 'listed' ? 'out: listed' : '',
    filtersInside ? 'inside: filtered' : '',
    range6 ?? '',
    peerIds.length > 0 ? `peers: ${peerIds.join(' ')}` : '',
  ]
    .filter(Boolean)
    .join(' ; ')
}

function lineOf({ direction, protocol, ports, source, destination }: FirewallRuleSpec): string {
  const [from, to] = [source, destination].map((ranges) => ranges?.join(',') ?? '*')
  return `${direction} ${protocol} ${ports ?? '*'} ${from} → ${to}`
}
