import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { RandomIdGenerator } from '@opentelemetry/sdk-trace'
import type { TracePosition } from './traceparent'
import type { Attributes, Span, SpanKind, SpanOptions, Tracer } from './tracer'

/** The spans of one piece of work of this process: a request, a job or a step. */
type Tree = {
  /** Ended spans, held back until the first one ends. */
  ended: HeldSpan[]
  hasFailed: boolean
  /** From the monotonic clock to the time of day, as the tree began: the two drift apart over days. */
  clockOffset: number
  state: 'open' | 'sent' | 'discarded'
}

export type HeldSpansOptions = {
  /** Whether the share of requests that is recorded includes this new trace. */
  isInShare(traceId: string): boolean
  send(span: ReadableSpan): void
  toReadable(span: HeldSpan): ReadableSpan
  /** Spans held back at most. */
  heldMax: number
}

/** A position in a trace that knows the tree of this process, if its span is open here. */
class HeldPosition implements TracePosition {
  constructor(
    readonly traceId: string,
    readonly spanId: string,
    readonly isSampled: boolean,
    readonly tree: Tree,
  ) {}
}

/** Plain values: most spans are never sent, so nothing is computed for the collector before it is known. */
export class HeldSpan implements Span {
  readonly kind: SpanKind
  readonly attributes: Attributes
  readonly links: readonly TracePosition[]
  readonly slowMs: number
  /** Milliseconds since 1970, with fractions. */
  readonly startedAt: number
  endedAt = 0
  isFailed = false

  constructor(
    readonly name: string,
    readonly position: HeldPosition,
    readonly parentSpanId: string | null,
    options: SpanOptions,
    private readonly whenEnded: (span: HeldSpan) => void,
  ) {
    this.kind = options.kind ?? 'internal'
    this.attributes = { ...options.attributes }
    this.links = options.links ?? []
    this.slowMs = options.slowMs ?? Number.POSITIVE_INFINITY
    this.startedAt = position.tree.clockOffset + performance.now()
  }

  set(attributes: Attributes): void {
    Object.assign(this.attributes, attributes)
  }

  fail(type: string): void {
    this.attributes['error.type'] = type
    this.isFailed = true
  }

  end(): void {
    if (this.endedAt === 0) this.whenEnded(this)
  }
}

const ids = new RandomIdGenerator()

/**
 * Makes spans, and decides when the first of a tree ends whether the tree is sent: when its trace is recorded, and
 * otherwise when one of its spans failed or its first one was slow. The parent is sent first. The spans of a process that is
 * killed in the middle of a step are lost together: the children alone would lack their parent.
 */
export function heldSpans({ isInShare, send, toReadable, heldMax }: HeldSpansOptions): Tracer {
  let held = 0

  function release(tree: Tree, root: HeldSpan): void {
    held -= tree.ended.length
    const reason = reasonToKeep(tree, root)
    tree.state = reason ? 'sent' : 'discarded'
    if (reason && reason !== 'recorded') root.attributes['andromede.kept'] = reason
    if (reason) for (const span of tree.ended.reverse()) send(toReadable(span))
    tree.ended = []
  }

  function end(span: HeldSpan, isRoot: boolean): void {
    const { tree, isSampled } = span.position
    span.endedAt = tree.clockOffset + performance.now()
    if (span.isFailed) tree.hasFailed = true
    if (tree.state === 'open' && (isRoot || held < heldMax)) {
      tree.ended.push(span)
      held += 1
    } else if (isSampled || tree.state === 'sent' || span.isFailed) send(toReadable(span))
    if (isRoot) release(tree, span)
  }
  const endRoot = (span: HeldSpan) => end(span, true)
  const endChild = (span: HeldSpan) => end(span, false)

  return {
    start(name, parent, options) {
      const spanId = ids.generateSpanId()
      if (parent instanceof HeldPosition && parent.tree.state === 'open') {
        const position = new HeldPosition(parent.traceId, spanId, parent.isSampled, parent.tree)
        return new HeldSpan(name, position, parent.spanId, options, endChild)
      }
      const traceId = parent?.traceId ?? ids.generateTraceId()
      const tree: Tree = {
        ended: [],
        hasFailed: false,
        clockOffset: Date.now() - performance.now(),
        state: 'open',
      }
      const isSampled = parent ? parent.isSampled : isInShare(traceId)
      const position = new HeldPosition(traceId, spanId, isSampled, tree)
      return new HeldSpan(name, position, parent?.spanId ?? null, options, endRoot)
    },
  }
}

function reasonToKeep(tree: Tree, root: HeldSpan): 'recorded' | 'failed' | 'slow' | null {
  if (root.position.isSampled) return 'recorded'
  if (tree.hasFailed) return 'failed'
  return root.endedAt - root.startedAt > root.slowMs ? 'slow' : null
}
