import { z } from 'zod'
import type { CallOptions, OwnedObject } from '../../port/driver'
import { readOwner } from '../../port/names'
import type { Incus } from '../context'
import { instanceSchema, toPower } from '../servers/instance-record'
import { isExport } from '../storage/transfer'
import { attachedTo, poolPath, volumeSchema } from '../storage/volume-record'
import { parseAnswer } from '../wire/parse-answer'

/**
 * Lists everything with this installation's tag. Filtered here, because Incus' own filter cannot name a key that
 * contains dots.
 */
export async function listOwned(incus: Incus, { signal }: CallOptions): Promise<OwnedObject[]> {
  const instances = await list(incus, '/1.0/instances', instanceSchema, signal)
  const volumes = await list(incus, await poolPath(incus, signal), volumeSchema, signal)
  const owned: OwnedObject[] = []
  for (const record of instances) {
    const owner = readOwner(record.config)
    if (owner?.installation !== incus.installation) continue
    const { resourceId, organisationId } = owner
    owned.push({ kind: 'instance', resourceId, organisationId, power: toPower(record.status) })
  }
  for (const record of volumes) {
    const owner = readOwner(record.config)
    if (owner?.installation !== incus.installation || isExport(record)) continue
    const { resourceId, organisationId } = owner
    owned.push({ kind: 'volume', resourceId, organisationId, attachedTo: attachedTo(record) })
  }
  return owned.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1))
}

async function list<S extends z.ZodType>(incus: Incus, path: string, schema: S, signal: AbortSignal) {
  const answer = await incus.http.request('GET', incus.path(path, { recursion: '1' }), { signal })
  return parseAnswer(z.array(schema), answer.metadata, 'a list')
}
