import { z } from 'zod'
import type { CallOptions, SurveyedObject } from '../../port/driver'
import { hypervisorName, readCopyTags, readOwner } from '../../port/names'
import type { Incus } from '../context'
import { cardsOf, instanceSchema, toObservation } from '../servers/instance-record'
import { isExport } from '../storage/transfer'
import { memberOf } from '../storage/volume-location'
import { attachedTo, poolPath, sizeGib, volumeSchema } from '../storage/volume-record'
import { parseAnswer } from '../wire/parse-answer'
import { listNetworkIds } from './list-network-ids'
import { operatorProject } from './operator-project'

const inProject = { project: z.string().default('default') }
const instancesSchema = z.array(instanceSchema.extend(inProject))
const volumesSchema = z.array(volumeSchema.extend(inProject))

/** Lists everything on this Incus, in every project; the zone is the whole Incus. */
export async function survey(
  incus: Incus,
  _zoneCode: string,
  { signal, only }: CallOptions & { only?: string },
): Promise<SurveyedObject[]> {
  const list = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> => {
    const filter = only ? `&filter=${encodeURIComponent(`name eq ${hypervisorName(only)}`)}` : ''
    const query = `recursion=1&all-projects=true${filter}`
    const { metadata } = await incus.http.request('GET', `${path}?${query}`, { signal })
    return parseAnswer(schema, metadata, 'a list')
  }
  const common = (record: {
    name: string
    config: Record<string, string>
    project: string
    description?: string | null | undefined
    created_at?: string | null | undefined
  }) => {
    const owner = readOwner(record.config)
    const isOurs = owner?.installation === incus.installation
    return {
      name: record.name,
      owner: isOurs ? { resourceId: owner.resourceId, organisationId: owner.organisationId } : null,
      place: record.project,
      // Another installation's objects in its own projects are not foreign objects.
      isInOurPlace: owner === null && record.project.startsWith('org-'),
      label: record.description ?? null,
      createdAt: instantOf(record.created_at),
    }
  }
  const networkIds = await listNetworkIds(incus, signal)
  const objects: SurveyedObject[] = []
  for (const record of await list('/1.0/instances', instancesSchema)) {
    // Objects in the operator's project are not sold.
    if (record.project === operatorProject) continue
    const seen = toObservation(record, { resourceId: '', installation: incus.installation }, incus.now())
    if (!seen.exists) continue
    const { power, vcpu, memoryMib, diskGib } = seen
    objects.push({
      kind: 'instance',
      ...common(record),
      isReadable: Object.keys(record.config).length > 0,
      type: record.type === 'virtual-machine' ? 'virtual-machine' : 'container',
      image: record.config['user.andromede.image'] ?? null,
      power,
      vcpu,
      memoryMib,
      diskGib,
      hostName: memberOf(record),
      cards: cardsOf(record).map(
        ({ network = '', 'ipv4.address': address = null, 'ipv6.address': address6 = null }) => ({
          networkId: networkIds.get(network) ?? null,
          address,
          address6: address6 === 'none' ? null : address6,
        }),
      ),
    })
  }
  for (const record of only ? [] : await list(await poolPath(incus, signal), volumesSchema)) {
    if (isExport(record)) continue
    const { copyOf, pool } = readCopyTags(record.config)
    objects.push({
      kind: 'volume',
      ...common(record),
      isReadable: true,
      sizeGib: sizeGib(record),
      attachedTo: attachedTo(record),
      copyOf,
      pool,
    })
  }
  return objects
}

/** Incus reports the year 1 for what it does not know. */
function instantOf(text: string | null | undefined): Date | null {
  const at = text ? new Date(text) : null
  return at && at.getUTCFullYear() > 1 ? at : null
}
