import { z } from 'zod'
import type { Incus } from '../context'
import { parseAnswer } from '../wire/parse-answer'

const clusterSchema = z.object({ enabled: z.boolean() })
const membersSchema = z.array(z.object({ server_name: z.string(), status: z.string() }))

/**
 * Lists the members of the cluster with their status; empty where there is no cluster. An evacuated member is neither
 * online nor offline.
 */
export async function listMembers(
  incus: Incus,
  signal: AbortSignal,
): Promise<{ name: string; isOnline: boolean; isOffline: boolean }[]> {
  const get = async <S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> =>
    parseAnswer(schema, (await incus.http.request('GET', path, { signal })).metadata, path)
  if (!(await get(clusterSchema, '/1.0/cluster')).enabled) return []
  const members = await get(membersSchema, '/1.0/cluster/members?recursion=1')
  return members.map(({ server_name: name, status }) => ({
    name,
    isOnline: status === 'Online',
    isOffline: status === 'Offline',
  }))
}
