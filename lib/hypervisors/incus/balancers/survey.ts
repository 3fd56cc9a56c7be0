import { z } from 'zod'
import { isId } from '~/lib/kernel/ids'
import type { BalancerPart, SurveyedBalancer } from '../../port/balancer'
import type { CallOptions } from '../../port/driver'
import { readOwner } from '../../port/names'
import type { Incus } from '../context'
import { type BalancerForward, surveyBalancerForwards } from '../networks/public-address'
import { type InstanceRecord, instanceSchema, toPower } from '../servers/instance-record'
import { memberOf } from '../storage/volume-location'
import { parseAnswer } from '../wire/parse-answer'
import { listNetworkIds } from '../zone/list-network-ids'
import { findBalancerImage, inOperatorProject, isAsMade, isOutdated, orNull } from './containers'

/** Balancers of this installation, of which at least a container or a forward exists. */
export async function surveyBalancers(incus: Incus, options: CallOptions): Promise<SurveyedBalancer[]> {
  const own = inOperatorProject(incus)
  const answer = await orNull(
    own.http.request('GET', own.path('/1.0/instances', { recursion: '1' }), options),
  )
  const records = answer ? parseAnswer(z.array(instanceSchema), answer.metadata, 'a list of containers') : []
  const forwards = await surveyBalancerForwards(incus, options)
  const networkIds = await listNetworkIds(incus, options.signal)
  const image = await findBalancerImage(incus, options)
  const ids = new Set([
    ...forwards.map(({ balancerId }) => balancerId),
    ...records.flatMap((record) => ownerOf(own, record)?.resourceId ?? silentBalancer(record) ?? []),
  ])
  return [...ids].map((balancerId) => {
    const mine = records.filter((record) => ownerOf(own, record)?.resourceId === balancerId)
    const leads = forwards.filter((forward) => forward.balancerId === balancerId)
    const [owner] = mine.flatMap((record) => ownerOf(own, record) ?? [])
    return {
      balancerId,
      organisationId: owner?.organisationId ?? leads[0]?.organisationId ?? null,
      leads: leads.map((forward) => ({ address: forward.address, to: targetOf(forward, mine) })),
      parts: mine.map((record) => partOf(own, record, { networkIds, image })),
      isReadable: !records.some((record) => silentBalancer(record) === balancerId),
    }
  })
}

function ownerOf(own: Incus, { config }: InstanceRecord) {
  const owner = readOwner(config)
  return owner?.installation === own.installation && isId('balancer', owner.resourceId) ? owner : null
}

/** The balancer of a container on a member that does not answer: Incus knows nothing but its name then. */
function silentBalancer({ name, config }: InstanceRecord): string | null {
  if (Object.keys(config).length > 0) return null
  const id = name.replace(/-[12]$/, '').replace('-', '_')
  return isId('balancer', id) ? id : null
}

/**
 * A bridge has the forward on the member of the container to which it leads. On OVN it may lead to an address that is no
 * container's own.
 */
function targetOf({ to, member }: BalancerForward, containers: readonly InstanceRecord[]): string | null {
  const found = containers.find(
    (record) =>
      record.devices.eth0?.['ipv4.address'] === to && (member === null || member === memberOf(record)),
  )
  return found || member === null ? to : null
}

function partOf(
  own: Incus,
  record: InstanceRecord,
  { networkIds, image }: { networkIds: ReadonlyMap<string, string>; image: string | null },
): BalancerPart {
  const { network: bridge = '', 'ipv4.address': address = '' } = record.devices.eth0 ?? {}
  const condition = () => {
    if (!isAsMade(own, record, { bridge, address })) return 'changed'
    if (!['running', 'starting'].includes(toPower(record.status))) return 'stopped'
    return isOutdated(record, image) ? 'outdated' : 'as_made'
  }
  return { networkId: networkIds.get(bridge) ?? null, address: address || null, condition: condition() }
}
