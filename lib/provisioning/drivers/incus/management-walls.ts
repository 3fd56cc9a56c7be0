import { BlockList, isIPv4 } from 'node:net'
import { z } from 'zod'
import type { Incus } from './context'
import { parseAnswer } from './parse-answer'

const serverSchema = z.object({
  environment: z.object({
    addresses: z.array(z.string()).nullish(),
    server_clustered: z.boolean().nullish(),
  }),
})
const membersSchema = z.array(z.object({ url: z.string() }))

export type WallRule = { action: 'drop'; state: 'enabled'; destination: string }

/** Private ranges of customers are cut from this one; addresses in it are those of bridges. */
const privateRanges = new BlockList()
privateRanges.addSubnet('10.128.0.0', 9)

/**
 * Rules that keep the servers behind `gateway` from the hypervisor: its address on their network (names and DHCP
 * pass before any rule), where its API and those of the cluster's members listen, and the management ranges. Over
 * IPv6 a bridge without addresses still has that of its link.
 */
export async function managementWalls(
  incus: Incus,
  gateway: string,
  signal: AbortSignal,
): Promise<WallRule[]> {
  const listening = await incus.recently.once('management addresses', () => listListening(incus, signal))
  const walled = [gateway.split('/')[0] ?? '', ...listening, ...incus.managementRanges]
  return [[...new Set(walled)].sort().join(','), 'fe80::/10'].map((destination) => ({
    action: 'drop',
    state: 'enabled',
    destination,
  }))
}

/** The IPv4 addresses at which the API of each member listens or is reached by us, other than those of private networks. */
async function listListening(incus: Incus, signal: AbortSignal): Promise<string[]> {
  const get = async <S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> =>
    parseAnswer(schema, (await incus.http.request('GET', path, { signal })).metadata, path)
  const { environment } = await get(serverSchema, '/1.0')
  const own = environment.addresses ?? []
  const members = environment.server_clustered
    ? await get(membersSchema, '/1.0/cluster/members?recursion=1')
    : []
  const ofMembers = members.map(({ url }) => url.replace(/^https:\/\//, ''))
  const reachedAt = incus.http.places.map(({ host }) => host)
  return [...own, ...ofMembers, ...reachedAt]
    .map((address) => address.replace(/:\d+$/, ''))
    .filter((address) => isIPv4(address) && !address.startsWith('127.') && !privateRanges.check(address))
}
