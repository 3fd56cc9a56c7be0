import { openPool } from '../incus/wire/address'

type Server = {
  name: string
  project: string
  status: string
  created_at: string
  config: Record<string, string>
  devices: Record<string, Record<string, string>>
}
type Volume = {
  name: string
  type: string
  project: string
  created_at: string
  config: Record<string, string>
}
/** A network, or its rules. `used_by` follows from the devices of servers. */
type Network = { name: string; config: Record<string, string>; ingress?: unknown; egress?: unknown }

/** The objects of a real Incus, read over its socket with none of the product's code for reading. */
export function openObjectList(socketPath: string) {
  const pool = openPool({ socketPath })
  async function get<T>(path: string): Promise<T[]> {
    const { body } = await pool.request({ method: 'GET', path: `${path}?recursion=1&all-projects=true` })
    const { metadata } = (await body.json()) as { metadata: T[] | null }
    return metadata ?? []
  }
  const servers = () => get<Server>('/1.0/instances')
  async function volumes(): Promise<(Volume & { pool: string })[]> {
    const pools = await get<{ name: string }>('/1.0/storage-pools')
    const each = await Promise.all(
      pools.map(async ({ name }) =>
        (await get<Volume>(`/1.0/storage-pools/${name}/volumes`)).map((volume) => ({
          ...volume,
          pool: name,
        })),
      ),
    )
    return each.flat().filter(({ type }) => type === 'custom')
  }
  /** Without what Incus itself counts on. */
  const kept = (config: Record<string, string>) =>
    Object.entries(config)
      .filter(([key]) => !key.startsWith('volatile.'))
      .sort()
  return {
    /** One line for each object, with its settings. */
    async list(): Promise<string[]> {
      const networks = [
        ...(await get<Network>('/1.0/networks')),
        ...(await get<Network>('/1.0/network-acls')),
      ]
      return [
        ...(await servers()).map(
          ({ project, name, status, config, devices }) =>
            `server ${project}/${name} ${status} ${JSON.stringify([kept(config), devices])}`,
        ),
        ...(await volumes()).map(
          ({ project, pool: of, name, config }) =>
            `volume ${project}/${of}/${name} ${JSON.stringify(kept(config))}`,
        ),
        ...networks.map(
          ({ name, config, ingress, egress }) =>
            `network ${name} ${JSON.stringify([config, ingress, egress])}`,
        ),
      ].sort()
    },
    /** The second in which each server and volume was made, by the id of its resource, ms since the epoch. */
    async firstSeconds(): Promise<Map<string, number>> {
      const made = [...(await servers()), ...(await volumes())]
      return new Map(
        made.map(({ name, created_at }) => [
          name.replace('-', '_'),
          Math.floor(Date.parse(created_at) / 1000) * 1000,
        ]),
      )
    },
    close: () => pool.destroy(),
  }
}
