import { z } from 'zod'
import { readOwner } from '../../port/names'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'

const networksSchema = z.array(z.object({ name: z.string(), config: z.record(z.string(), z.string()) }))

/** The private networks of this installation, by their names on this Incus. */
export async function listNetworkIds(incus: Incus, signal: AbortSignal): Promise<Map<string, string>> {
  const { metadata } = await incus.http.request('GET', '/1.0/networks?recursion=1&project=default', {
    signal,
  })
  return new Map(
    parseAnswer(networksSchema, metadata, 'a list').flatMap(({ name, config }) => {
      const owner = readOwner(config)
      return owner?.installation === incus.installation ? [[name, owner.resourceId]] : []
    }),
  )
}
