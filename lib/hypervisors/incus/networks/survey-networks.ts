import { z } from 'zod'
import { mapLimited } from '~/lib/kernel/concurrency/map-limited'
import type { CallOptions, SurveyedNetwork } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { readOwner } from '../../port/names'
import { isNeighbourRule, readAclRules } from '../acl-rule'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'
import { listMembers } from '../zone/list-members'
import { hasManagementRules } from './management-rules'
import { aclSchema, egressKey, inDefault, isPrivateBridge, networkSchema, rangeOf } from './private-network'

const aclsSchema = z.array(aclSchema.extend({ name: z.string() }))
const networksSchema = z.array(networkSchema.extend({ name: z.string(), status: z.string().default('') }))
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
  const checks = acls.flatMap(({ name }) => places.map((member) => ({ name, member })))
  const isUp = await mapLimited(checks, requestsAtOnce, ({ name, member }) => isUpOn(name, member))
  const down = checks.filter((_each, index) => !isUp[index])
  return Promise.all(
    acls.map(async ({ name, config, ingress, egress }) => {
      const owner = readOwner(config)
      const network = networks.find((each) => each.name === name)
      const missing = down.filter((each) => each.name === name)
      const gateway = network?.config['ipv4.address'] ?? ''
      const isFiltered = network !== undefined && filters(network.config, name)
      const between = egress.filter((rule) => isNeighbourRule(rule, rangeOf(gateway)))
      const out = egress.filter((rule) => rule.action === 'allow' && !between.includes(rule))
      const isListed = network?.config[egressKey] === 'drop'
      const [inbound, outbound] = [readAclRules('in', ingress), readAclRules('out', out)]
      const isRead = isFiltered && !missing.some(({ member }) => member === null) && inbound && outbound
      return {
        networkId: owner?.resourceId ?? '',
        organisationId: owner?.organisationId ?? '',
        range: rangeOf(gateway),
        rules: isRead ? [...inbound, ...outbound] : null,
        egress: isListed ? 'listed' : 'open',
        filtersInside: false,
        hasManagementRules:
          isListed === between.length > 0 &&
          (await hasManagementRules(
            incus,
            gateway,
            egress.filter((rule) => !out.includes(rule) && !between.includes(rule)),
            signal,
          )),
        missingOn: missing.flatMap(({ member }) => member ?? []),
      }
    }),
  )
}

/** Whether the bridge filters by these rules and denies everything else. */
const filters = (config: Record<string, string>, acl: string) =>
  (config['security.acls'] ?? '').split(',').includes(acl) &&
  config['security.acls.default.ingress.action'] === 'drop'
