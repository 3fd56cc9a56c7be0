import type { Context } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace'

type Tree = { rootId: string; ended: ReadableSpan[]; hasLeft: boolean }

/**
 * Holds the ended spans of this process back until the first span above them in this process ends, then passes them on
 * together, the parent first. A process that is killed in the middle of a step would otherwise have sent the children
 * of a span that never arrives.
 *
 * @param heldMax spans held back at most; further ones are passed on at once
 */
export function wholeTrees(next: SpanProcessor, heldMax: number): SpanProcessor {
  /** Trees by the ids of their open spans. */
  const open = new Map<string, Tree>()
  let held = 0

  function release(tree: Tree): void {
    tree.hasLeft = true
    held -= tree.ended.length
    for (const span of tree.ended.splice(0).reverse()) next.onEnd(span)
  }

  return {
    onStart(span: Span, parentContext: Context) {
      next.onStart(span, parentContext)
      const { spanId } = span.spanContext()
      const above = open.get(span.parentSpanContext?.spanId ?? '')
      open.set(spanId, above ?? { rootId: spanId, ended: [], hasLeft: false })
    },
    onEnd(span: ReadableSpan) {
      const { spanId } = span.spanContext()
      const tree = open.get(spanId)
      open.delete(spanId)
      if (!tree || tree.hasLeft || held >= heldMax) next.onEnd(span)
      else {
        tree.ended.push(span)
        held += 1
      }
      if (tree?.rootId === spanId) release(tree)
    },
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  }
}
