import type { Area, PlacedCell } from './areas'
import type { MapFacts, MapNetwork } from './facts'
import { groupServers } from './group-servers'
import {
  balancersHeight,
  connectPools,
  type PlacedBalancer,
  type PlacedPool,
  placeBalancers,
} from './place-balancers'

export type PlacedSource = Area & { label: string }
/** One line of a network: what may pass between it and one source. */
export type PlacedPort = { y: number; x: number; width: number; label: string }
export type PlacedNetwork = Area & {
  network: MapNetwork
  ports: PlacedPort[]
  balancers: PlacedBalancer[]
  pools: PlacedPool[]
  cells: PlacedCell[]
}
/** From a source to a port of a network; `points` are corners. `isClosed`: a public address without a rule. */
export type PlacedEdge = {
  key: string
  direction: 'in' | 'out' | 'both'
  isClosed: boolean
  points: [number, number][]
}
export type Drawing = {
  width: number
  height: number
  sources: PlacedSource[]
  networks: PlacedNetwork[]
  edges: PlacedEdge[]
  /** Between two networks that are peered, at their right. */
  peerings: { key: string; points: [number, number][] }[]
}

type Options = {
  /** Width of the drawing. Below `wideFrom` the sources stand above the networks. */
  width: number
  /** The label of the internet, which is drawn first. */
  internet: string
  /** Labels of what does not fit. */
  otherSources: (count: number) => string
  closed: string
}

const wideFrom = 640
/** Cells of one network, and sources of a drawing. */
const cellsMost = 24
const sourcesMost = 8
const size = { source: 40, cell: 58, cellWidth: 130, port: 22, head: 50, gap: 10, pad: 14 }
const sourceWidth = 180
const gutter = { wide: 70, narrow: 36, peerings: 28 }

type Link = { source: number; in: string[]; out: string[]; isClosed: boolean }

/**
 * Places networks one below the other, with the sources of their rules at the left, or above them in a narrow drawing.
 * Servers beyond the room of a network are grouped. Pure: the same facts give the same drawing.
 */
export function layoutMap({ networks, addresses, peerings }: MapFacts, options: Options): Drawing {
  const isWide = options.width >= wideFrom
  const labels = sourceLabels(networks, addresses, options)
  const sources = labels.map((label, index): PlacedSource => {
    const y = index * (size.source + size.gap)
    const x = isWide ? 0 : gutter.narrow
    return { label, x, y, width: isWide ? sourceWidth : options.width - gutter.narrow, height: size.source }
  })
  const left = isWide ? sourceWidth + gutter.wide : gutter.narrow
  const right = options.width - (peerings.length > 0 ? gutter.peerings : 0)
  const sourcesEnd = sources.length * (size.source + size.gap)
  let y = isWide || sources.length === 0 ? 0 : sourcesEnd + size.gap
  const placed: PlacedNetwork[] = []
  const edges: PlacedEdge[] = []
  for (const network of networks) {
    const leading = network.isClosed ? [] : addresses.filter(({ networkId }) => networkId === network.id)
    const links = linksOf(network, leading.length > 0, labels, options)
    const place = { x: left, y, width: right - left }
    const box = placeNetwork(network, links, leading, place, { labels, closed: options.closed })
    placed.push(box)
    y = box.y + box.height + 2 * size.gap
    for (const [index, link] of links.entries()) {
      const [source, port] = [sources[link.source], box.ports[index]]
      if (!source || !port) continue
      const part = (link.source + 1) / (sources.length + 1)
      // Each source has a lane of its own, so that no two edges run on one line.
      const lane = isWide ? sourceWidth + gutter.wide * part : gutter.narrow * (1 - part)
      const start = isWide ? sourceWidth : gutter.narrow
      const middle = source.y + source.height / 2
      edges.push({
        key: `${network.id} ${link.source}`,
        direction: link.in.length === 0 && !link.isClosed ? 'out' : link.out.length === 0 ? 'in' : 'both',
        isClosed: link.isClosed,
        points: [
          [start, middle],
          [lane, middle],
          [lane, port.y],
          [left, port.y],
        ],
      })
    }
  }
  const height = Math.max(sourcesEnd - size.gap, y - 2 * size.gap, 0)
  return {
    width: options.width,
    height,
    sources,
    networks: placed,
    edges,
    peerings: placePeerings(peerings, placed, right),
  }
}

/** Each has a lane of its own at the right of the networks; ends at one network lie apart. */
function placePeerings(
  pairs: MapFacts['peerings'],
  networks: readonly PlacedNetwork[],
  right: number,
): Drawing['peerings'] {
  return pairs.flatMap(([a, b], index) => {
    const [one, other] = [a, b].map((id) => networks.find(({ network }) => network.id === id))
    if (!one || !other) return []
    const part = (index + 1) / (pairs.length + 1)
    const lane = right + gutter.peerings * part
    const [from, to] = [one, other].map(({ y, height }) => y + height * part) as [number, number]
    return [
      {
        key: `${a} ${b}`,
        points: [
          [right, from],
          [lane, from],
          [lane, to],
          [right, to],
        ] as [number, number][],
      },
    ]
  })
}

/** The internet first, where anything comes from it, then the others by how many networks they reach. */
function sourceLabels(
  networks: readonly MapNetwork[],
  addresses: MapFacts['addresses'],
  { internet, otherSources }: Options,
): string[] {
  const uses = new Map<string, number>()
  for (const network of networks)
    for (const peer of new Set(network.rules.map((rule) => rule.peer)))
      if (peer !== internet) uses.set(peer, (uses.get(peer) ?? 0) + 1)
  const others = [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([label]) => label)
  const hasInternet =
    addresses.length > 0 || networks.some(({ rules }) => rules.some(({ peer }) => peer === internet))
  const room = sourcesMost - (hasInternet ? 1 : 0)
  const kept = others.length <= room ? others : others.slice(0, room - 1)
  const more = others.length - kept.length
  return [...(hasInternet ? [internet] : []), ...kept, ...(more > 0 ? [otherSources(more)] : [])]
}

function linksOf(
  network: MapNetwork,
  hasAddress: boolean,
  labels: readonly string[],
  { internet }: Options,
): Link[] {
  const links = new Map<number, Link>()
  for (const { peer, direction, traffic } of network.rules) {
    const known = labels.indexOf(peer)
    const source = known < 0 ? labels.length - 1 : known
    const link = links.get(source) ?? { source, in: [], out: [], isClosed: false }
    if (!link[direction].includes(traffic)) link[direction].push(traffic)
    links.set(source, link)
  }
  const isOpen = network.rules.some(({ peer, direction }) => direction === 'in' && peer === internet)
  const source = labels.indexOf(internet)
  if (hasAddress && !isOpen && source >= 0) {
    const link = links.get(source) ?? { source, in: [], out: [], isClosed: false }
    links.set(source, { ...link, isClosed: true })
  }
  return [...links.values()].sort((a, b) => a.source - b.source)
}

function placeNetwork(
  network: MapNetwork,
  links: readonly Link[],
  leading: MapFacts['addresses'],
  { x, y, width }: { x: number; y: number; width: number },
  { labels, closed }: { labels: readonly string[]; closed: string },
): PlacedNetwork {
  const inner = width - 2 * size.pad
  const ports = links.map((link, index): PlacedPort => {
    const peer = labels[link.source] ?? ''
    const parts = [
      ...(link.isClosed ? [`${peer} · ${closed}`] : []),
      ...(link.in.length > 0 ? [`${peer} → ${link.in.join(', ')}`] : []),
      ...(link.out.length > 0 ? [`${link.out.join(', ')} → ${peer}`] : []),
    ]
    const top = y + size.head + index * size.port + size.port / 2
    return { x: x + size.pad, y: top, width: inner, label: parts.join(' · ') }
  })
  const above = y + size.head + ports.length * size.port + (ports.length > 0 ? size.gap : 0)
  const columns = Math.max(1, Math.floor((inner + size.gap) / (size.cellWidth + size.gap)))
  const cellWidth = (inner - (columns - 1) * size.gap) / columns
  const grid = { x: x + size.pad, columns, cellWidth, cellHeight: size.cell, gap: size.gap }
  const balancers = placeBalancers(network.balancers, above, grid)
  const top = above + balancersHeight(network.balancers, grid)
  const pooled = network.balancers.flatMap(({ serverIds }) => serverIds)
  const shown = new Set([...leading.map(({ serverId }) => serverId), ...pooled])
  const cells = groupServers(network.servers, shown, cellsMost).map((cell, index): PlacedCell => {
    const own = cell.kind === 'server' ? cell.server.id : null
    return {
      cell,
      addresses: leading.filter(({ serverId }) => serverId === own).map(({ address }) => address),
      x: x + size.pad + (index % columns) * (cellWidth + size.gap),
      y: top + Math.floor(index / columns) * (size.cell + size.gap),
      width: cellWidth,
      height: size.cell,
    }
  })
  const rows = Math.ceil(cells.length / columns)
  const hasRoom = ports.length > 0 || balancers.length > 0
  const bottom = rows > 0 ? top + rows * (size.cell + size.gap) - size.gap : top - (hasRoom ? size.gap : 0)
  const pools = connectPools(balancers, cells, size.gap)
  return { network, x, y, width, height: bottom + size.pad - y, ports, balancers, pools, cells }
}

/** Kept of a text that is cut: names differ at their end. */
const keptEnd = 4

/**
 * The text as far as it fits into `width`, at `fontSize`, without its middle; letters are taken as wide as the average.
 * Pure.
 */
export function fitText(text: string, width: number, fontSize: number): string {
  const most = Math.max(1, Math.floor(width / (fontSize * 0.58)))
  const letters = [...text]
  if (letters.length <= most) return text
  const end = most > 2 * keptEnd ? keptEnd : 0
  return `${letters.slice(0, most - 1 - end).join('')}…${end > 0 ? letters.slice(-end).join('') : ''}`
}
