import { z } from 'zod'
import { mapLimited } from '~/lib/kernel/concurrency/map-limited'
import type { CallOptions, SurveyedNetwork } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { NetworkFilter } from '../../port/firewall'
import { readOwner } from '../../port/names'
import { type AclRule, isNeighbourRule, readAclRules } from '../acl-rule'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { isPrivateBridge } from './bridge-name'
import { hasManagementRules } from './management-rules'
import { readOvnFilter } from './ovn/ovn-acl'
import { uplinkRanges } from './ovn/ovn-network'
import { readPeers } from './ovn/ovn-peers'
import { aclSchema, bridgeAddresses, egressKey, inDefault, networkSchema, rangeOf } from './private-network'
import { differing6, range6Of } from './range6'

const aclsSchema = z.array(aclSchema.extend({ name: z.string() }))
const networksSchema = z.array(
  networkSchema.extend({ name: z.string(), type: z.string().default(''), status: z.string().default('') }),
)
const stateSchema = z.object({ state: z.string() })
const requestsAtOnce = 8

/**
 * Returns the rules of each private network of ours as Incus stores them, and the members on which its bridge is down.
 * The filter of a member cannot be read: it follows from a write that every member confirmed (`applyRules`). Offline
 * members are left out; they load the rules when they start.
 */
export async function surveyNetworks(incus: Incus, { signal }: CallOptions): Promise<SurveyedNetwork[]> {
  const read = async <S extends z.ZodType>(schema: S, path: string, query: Record<string, string>) =>
    parseAnswer(schema, (await incus.http.request('GET', inDefault(path, query), { signal })).metadata, path)
  const acls = (await read(aclsSchema, '/1.0/network-acls', { recursion: '1' })).filter(
    ({ name, config }) => isPrivateBridge(name) && readOwner(config)?.installation === incus.installation,
  )
  const networks = await read(networksSchema, '/1.0/networks', { recursion: '1' })
  const members = await listMembers(incus, signal)
  const online = members.filter(({ isOnline }) => isOnline).map(({ name }) => name)
  const places: (string | null)[] = members.length === 0 ? [null] : online

  async function isUpOn(name: string, member: string | null): Promise<boolean> {
    const query = member === null ? {} : { target: member }
    try {
      return (await read(stateSchema, `/1.0/networks/${name}/state`, query)).state === 'up'
    } catch (error) {
      if (error instanceof DriverError && !signal.aborted) return false
      throw error
    }
  }
  // An OVN network is one for all members; its state fails until a member has its router.
  const placesOf = (name: string) =>
    networks.some((each) => each.name === name && each.type === 'ovn') ? [] : places
  const checks = acls.flatMap(({ name }) => placesOf(name).map((member) => ({ name, member })))
  const isUp = await mapLimited(checks, requestsAtOnce, ({ name, member }) => isUpOn(name, member))
  const down = checks.filter((_each, index) => !isUp[index])
  return Promise.all(
    acls.map(async ({ name, config, ingress, egress }) => {
      const owner = readOwner(config)
      const network = networks.find((each) => each.name === name)
      const missing = down.filter((each) => each.name === name)
      const gateway = network?.config['ipv4.address'] ?? ''
      const isOvn = network?.type === 'ovn'
      const gateway6 = network?.config['ipv6.address']
      const range6 = range6Of(gateway6)
      const own = isOvn
        ? await uplinkRanges(incus, signal)
        : bridgeAddresses(gateway, range6 === null ? null : (gateway6 ?? null))
      const isFiltered = network !== undefined && filters(network.config, name)
      const range = rangeOf(gateway)
      const ranges = [range, ...(range6 === null ? [] : [range6])]
      const between = isOvn ? [] : egress.filter((rule) => ranges.some((each) => isNeighbourRule(rule, each)))
      const out = egress.filter((rule) => rule.action === 'allow' && !between.includes(rule))
      const isMade = isOvn ? network.status === 'Created' : !missing.some(({ member }) => member === null)
      const isUsable = isFiltered && isMade
      const filter = isUsable
        ? isOvn
          ? readOvnFilter(config, { ingress, egress: out })
          : readBridgeFilter(network.config, { ingress, egress: out })
        : null
      const peerIds = isOvn ? await readPeers(incus, name, signal) : []
      const isListed = network?.config[egressKey] === 'drop'
      const hasFrame = isOvn || between.length === (isListed ? ranges.length : 0)
      return {
        networkId: owner?.resourceId ?? '',
        organisationId: owner?.organisationId ?? '',
        range,
        range6,
        differing6: network ? differing6(network.config, { range6 }, { isOvn }) : [],
        rules: filter && [...filter.rules],
        egress: filter?.egress ?? 'open',
        filtersInside: filter?.filtersInside ?? false,
        peerIds,
        hasManagementRules:
          hasFrame &&
          (await hasManagementRules(
            incus,
            own,
            egress.filter((rule) => !out.includes(rule) && !between.includes(rule)),
            signal,
          )),
        missingOn: missing.flatMap(({ member }) => member ?? []),
      }
    }),
  )
}

function readBridgeFilter(
  network: Record<string, string>,
  { ingress, egress }: { ingress: AclRule[]; egress: AclRule[] },
): NetworkFilter | null {
  const [inbound, outbound] = [readAclRules('in', ingress), readAclRules('out', egress)]
  if (!inbound || !outbound) return null
  const action = network[egressKey] === 'drop' ? 'listed' : 'open'
  return { rules: [...inbound, ...outbound], egress: action, filtersInside: false }
}

/** Whether the network filters by these rules and denies everything else. */
const filters = (config: Record<string, string>, acl: string) =>
  (config['security.acls'] ?? '').split(',').includes(acl) &&
  config['security.acls.default.ingress.action'] === 'drop'
