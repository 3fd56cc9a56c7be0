import { hoursAhead } from './outlook'

/** Ages have a resolution of five minutes, up to a hundred hours; older servers count as that old. */
const stepSeconds = 300
const stepsMax = 1_200
/** Within each of these spans of age (in steps) the rate of ending is taken as constant. */
const spanStarts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 18, 24, 36, 48, 72, 96, 144, 192, 288, 432, 576, 864]
/** A kind's own rate outweighs its parent's once it has been observed for this many steps of vCPU. */
const trustSteps = 500

/** Maximum of kinds per zone; the least observed ones beyond it are merged into one. */
export const learntKindsMax = 100

/** The facts known at the order that predict how long a server lasts. */
export type Kind = { vcpu: number; memoryMib: number; orderCount: number }

/** The stored observations of one kind: vCPU-weighted endings and observed steps, by span of age. */
export type LearntKind = {
  vcpu: number
  memoryMib: number
  /** Binary magnitude of the number ordered together. */
  magnitude: number
  endings: number[]
  watched: number[]
}

type Node = { parent: Node | null; endings: Float64Array; watched: Float64Array; outlooks: Float64Array }

export type Lifetimes = {
  /**
   * Records that a server was observed from one age to another, and whether it ended there. Its hours are
   * weighted by its size. The outlooks change at the next `learn`.
   */
  watch(kind: Kind, fromSeconds: number, toSeconds: number, hasEnded: boolean): void
  learn(): void
  /** Multiplies all observations by this share, so that old ones count less than new ones. */
  fade(share: number): void
  /** The observations, of bounded size: `startLifetimes` continues from them. */
  kinds(): LearntKind[]
  /** The chance that a server of this kind and age still exists at each of `hoursAhead`. */
  outlook(kind: Kind, ageSeconds: number): Float64Array
}

/**
 * Learns how long servers last from observation alone: no lifetime has to be declared. Running servers count
 * too (they have not ended yet), so rates are kept by age instead of averaging lifetimes. Three levels: all
 * servers, one shape, one shape in orders of one magnitude; each level uses its parent's rate until it has
 * enough observations. Without any observation, a server is expected to last as long again as its age.
 * Deterministic.
 */
export function startLifetimes(learnt: readonly LearntKind[] = []): Lifetimes {
  const all = emptyNode(null)
  const shapes = new Map<string, Node>()
  const kinds = new Map<string, { kind: LearntKind; node: Node }>()

  function insert(vcpu: number, memoryMib: number, magnitude: number): Node {
    const shapeKey = `${vcpu}/${memoryMib}`
    const known = kinds.get(`${shapeKey}/${magnitude}`)
    if (known) return known.node
    const shape = shapes.get(shapeKey) ?? emptyNode(all)
    shapes.set(shapeKey, shape)
    const node = emptyNode(shape)
    kinds.set(`${shapeKey}/${magnitude}`, {
      kind: { vcpu, memoryMib, magnitude, endings: [], watched: [] },
      node,
    })
    foresee(node)
    return node
  }
  const nodeOf = ({ vcpu, memoryMib, orderCount }: Kind) =>
    insert(vcpu, memoryMib, Math.floor(Math.log2(Math.max(1, orderCount))))

  for (const { vcpu, memoryMib, magnitude, endings, watched } of learnt) {
    for (let node: Node | null = insert(vcpu, memoryMib, magnitude); node; node = node.parent) {
      addTo(node.endings, endings)
      addTo(node.watched, watched)
    }
  }
  for (const { node } of kinds.values()) foresee(node)
  return {
    watch(kind, fromSeconds, toSeconds, hasEnded) {
      const from = fromSeconds / stepSeconds
      const to = Math.max(from, toSeconds / stepSeconds)
      for (let node: Node | null = nodeOf(kind); node; node = node.parent)
        record(node, from, to, hasEnded, kind.vcpu)
    },
    learn() {
      for (const { node } of kinds.values()) foresee(node)
    },
    fade(share) {
      const nodes = [all, ...shapes.values(), ...[...kinds.values()].map(({ node }) => node)]
      for (const node of nodes)
        for (const amounts of [node.endings, node.watched])
          amounts.forEach((amount, span) => {
            amounts[span] = amount * share
          })
    },
    kinds: () =>
      boundKinds(
        [...kinds.values()].map(({ kind, node }) => ({
          ...kind,
          endings: [...node.endings],
          watched: [...node.watched],
        })),
      ),
    outlook(kind, ageSeconds) {
      const age = Math.max(0, Math.min(stepsMax, Math.floor(ageSeconds / stepSeconds)))
      const { outlooks } = nodeOf(kind)
      return outlooks.subarray(age * hoursAhead.length, (age + 1) * hoursAhead.length)
    },
  }
}

const addTo = (amounts: Float64Array | number[], more: readonly number[]) =>
  more.forEach((amount, span) => {
    amounts[span] = (amounts[span] ?? 0) + amount
  })

/**
 * The most observed kinds; the others are merged into one kind without a size, so that the fleet's sum is
 * kept.
 */
function boundKinds(kinds: readonly LearntKind[]): LearntKind[] {
  const total = ({ watched }: LearntKind) => watched.reduce((sum, amount) => sum + amount, 0)
  const isRest = ({ vcpu, memoryMib }: LearntKind) => vcpu === 0 && memoryMib === 0
  const seen = kinds.filter((kind) => total(kind) > 0)
  if (seen.length <= learntKindsMax) return seen
  const known = seen
    .filter((kind) => !isRest(kind))
    .sort(
      (a, b) =>
        total(b) - total(a) || a.vcpu - b.vcpu || a.memoryMib - b.memoryMib || a.magnitude - b.magnitude,
    )
  const rest: LearntKind = {
    vcpu: 0,
    memoryMib: 0,
    magnitude: 0,
    endings: spanStarts.map(() => 0),
    watched: spanStarts.map(() => 0),
  }
  for (const kind of [...known.slice(learntKindsMax - 1), ...seen.filter(isRest)]) {
    addTo(rest.endings, kind.endings)
    addTo(rest.watched, kind.watched)
  }
  return [...known.slice(0, learntKindsMax - 1), rest]
}

function emptyNode(parent: Node | null): Node {
  const spans = spanStarts.length
  return {
    parent,
    endings: new Float64Array(spans),
    watched: new Float64Array(spans),
    outlooks: new Float64Array((stepsMax + 1) * hoursAhead.length),
  }
}

function record(node: Node, from: number, to: number, hasEnded: boolean, weight: number): void {
  for (let span = 0; span < spanStarts.length; span += 1) {
    const start = spanStarts[span] ?? 0
    const end = spanStarts[span + 1] ?? Number.POSITIVE_INFINITY
    if (end <= from) continue
    node.watched[span] =
      (node.watched[span] ?? 0) + weight * Math.max(0, Math.min(to, end) - Math.max(from, start))
    if (to > end) continue
    if (hasEnded) node.endings[span] = (node.endings[span] ?? 0) + weight
    return
  }
}

/** Endings per step of age within a span. */
function rateOf(node: Node | null, span: number): number {
  if (!node) return 1 / (2 * Math.max(4, spanStarts[span] ?? 0))
  const expected = rateOf(node.parent, span)
  return ((node.endings[span] ?? 0) + trustSteps * expected) / ((node.watched[span] ?? 0) + trustSteps)
}

function foresee(node: Node): void {
  const survival = new Float64Array(stepsMax + 1)
  let span = 0
  let alive = 1
  let rate = rateOf(node, 0)
  for (let age = 0; age <= stepsMax; age += 1) {
    survival[age] = Math.max(alive, 1e-9)
    while ((spanStarts[span + 1] ?? Number.POSITIVE_INFINITY) <= age) {
      span += 1
      rate = rateOf(node, span)
    }
    alive *= Math.exp(-rate)
  }
  for (let age = 0; age <= stepsMax; age += 1) {
    hoursAhead.forEach((hours, at) => {
      const later = Math.min(stepsMax, age + (hours * 3_600) / stepSeconds)
      node.outlooks[age * hoursAhead.length + at] = (survival[later] ?? 0) / (survival[age] ?? 1)
    })
  }
}
