import type { MapNetwork } from './facts'

type Server = MapNetwork['servers'][number]

/** One cell of a network: a server, servers with one name stem, or the rest. */
export type ServerCell =
  | { kind: 'server'; server: Server }
  | { kind: 'group'; stem: string; count: number }
  | { kind: 'others'; count: number }

/** A group of fewer would save no room. */
const groupMin = 3

/**
 * The cells of a network, at most `most` of them. Servers in `shown` (with a public address) keep a cell of their own as
 * far as there is room; the others are grouped by their names without the number at the end. Pure.
 */
export function groupServers(
  servers: readonly Server[],
  shown: ReadonlySet<string>,
  most: number,
): ServerCell[] {
  const alone = (server: Server): ServerCell => ({ kind: 'server', server })
  if (servers.length <= most) return servers.map(alone)
  const own = servers.filter(({ id }) => shown.has(id)).slice(0, Math.floor(most / 2))
  const rest = servers.filter((server) => !own.includes(server))
  const byStem = new Map<string, Server[]>()
  for (const server of rest) {
    const stem = stemOf(server.name)
    byStem.set(stem, [...(byStem.get(stem) ?? []), server])
  }
  const cells = [...byStem].flatMap(([stem, members]): ServerCell[] =>
    members.length < groupMin ? members.map(alone) : [{ kind: 'group', stem, count: members.length }],
  )
  const room = most - own.length
  // The largest first where not all fit: the fewest servers end among the others.
  const kept =
    cells.length <= room ? cells : [...cells].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, room - 1)
  const count = rest.length - kept.reduce((sum, cell) => sum + sizeOf(cell), 0)
  return [...own.map(alone), ...kept, ...(count > 0 ? [{ kind: 'others' as const, count }] : [])]
}

export const sizeOf = (cell: ServerCell): number => (cell.kind === 'server' ? 1 : cell.count)

const stemOf = (name: string): string => name.replace(/[-_]?\d+$/, '') || name
