import type { Area, PlacedCell } from './areas'
import type { MapBalancer } from './facts'

export type PlacedBalancer = Area & { balancer: MapBalancer }
/** From a balancer to a server of its pool; `points` are corners. */
export type PlacedPool = { key: string; points: [number, number][] }

/** Of one network; the table lists them all. */
const balancersMost = 8
const lanesMost = 4
const laneHeight = 8

type Grid = { x: number; columns: number; cellWidth: number; cellHeight: number; gap: number }

const shownBalancers = (balancers: readonly MapBalancer[]) => balancers.slice(0, balancersMost)

/** The height that the balancers of a network take above its servers, with the lanes of their edges. Pure. */
export function balancersHeight(
  balancers: readonly MapBalancer[],
  { columns, cellHeight, gap }: Omit<Grid, 'x' | 'cellWidth'>,
): number {
  const count = shownBalancers(balancers).length
  if (count === 0) return 0
  const lanes = Math.min(count, lanesMost)
  return Math.ceil(count / columns) * (cellHeight + gap) + lanes * laneHeight
}

/** Balancers side by side, in the columns of the servers. Pure. */
export function placeBalancers(
  balancers: readonly MapBalancer[],
  top: number,
  { x, columns, cellWidth, cellHeight, gap }: Grid,
): PlacedBalancer[] {
  return shownBalancers(balancers).map((balancer, index) => ({
    balancer,
    x: x + (index % columns) * (cellWidth + gap),
    y: top + Math.floor(index / columns) * (cellHeight + gap),
    width: cellWidth,
    height: cellHeight,
  }))
}

/**
 * Edges from each balancer to the servers of its pool that have a cell of their own: down to a lane below the balancers,
 * along it, and down the gap left of the server's column. Pure.
 */
export function connectPools(
  placed: readonly PlacedBalancer[],
  cells: readonly PlacedCell[],
  gap: number,
): PlacedPool[] {
  const bottom = Math.max(0, ...placed.map(({ y, height }) => y + height))
  return placed.flatMap(({ balancer, ...from }, index) => {
    const lane = index % lanesMost
    const laneY = bottom + (lane + 1) * laneHeight
    const shift = (lane - 1) * 2
    const isLastRow = from.y + from.height === bottom
    // One of an upper row would cross those below it.
    const start: [number, number][] = isLastRow
      ? [[from.x + from.width / 2, from.y + from.height]]
      : [
          [from.x, from.y + from.height / 2],
          [from.x - gap / 2 + shift, from.y + from.height / 2],
        ]
    const startX = start.at(-1)?.[0] ?? from.x
    return cells
      .filter(({ cell }) => cell.kind === 'server' && balancer.serverIds.includes(cell.server.id))
      .map((to): PlacedPool => {
        const [gapX, y] = [to.x - gap / 2 + shift, to.y + to.height / 2 + shift * 3]
        return {
          key: `${balancer.id} ${to.x} ${to.y}`,
          points: [...start, [startX, laneY], [gapX, laneY], [gapX, y], [to.x, y]],
        }
      })
  })
}
