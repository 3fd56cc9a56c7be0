import { rawClient } from '~/db/client'
import { listLiveSessions } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { addSource } from '~/lib/kernel/metrics/recorder'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { waitParams } from '~/lib/kernel/net/wait-params'
import type { OpContext, Surface } from '~/lib/kernel/op-context'
import { leaving } from '~/lib/kernel/process/leaving'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { systemNow } from '~/lib/kernel/time/clock'
import { type Following, followChanges, type LastRead } from './follow-changes'
import { createHub, type Listener } from './hub'
import { readChanges } from './queries/changes'
import { topicsOf } from './topics-of'

/**
 * A person's browsers with a few organisations each; a quarter of all for an address, behind which may be a whole
 * administration. A process keeps about 100 kB for a stream.
 */
const limits = { ofPersonMax: 16, ofAddressMax: 500, max: 2_000 }
/** A browser with so many unread events is ended: it connects again, and refetches everything. */
const unreadMax = 32
const retrySeconds = 30

const hub = createHub(limits)
let isWired = false
let following: Following | null = null
/** A reader without it takes the changes of access of the last minute for new, and would end the first stream each time. */
let lastRead: LastRead | null = null

/**
 * Opens a stream of events for the page of this member or member of staff: which topics to refetch. It ends with the
 * session, with a change of what the person may see, also one since its rights were read, or when the process leaves.
 *
 * @throws DomainError `unauthenticated`, `rate_limited`, `unavailable`
 */
export async function openStream(ctx: OpContext): Promise<ReadableStream<Uint8Array>> {
  if (leaving.aborted) throw new DomainError('unavailable')
  wire()
  const listener = listenerOf(ctx)
  let stream: ReadableStreamDefaultController<Uint8Array>
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stream = controller
      // The headers leave with the first bytes.
      controller.enqueue(new TextEncoder().encode(`retry: ${retrySeconds * 1_000}\n\n`))
    },
    cancel: () => leave(),
  })
  const own: Listener = {
    ...listener,
    send(bytes) {
      stream.enqueue(bytes)
      return (stream.desiredSize ?? 0) > -unreadMax
    },
    end() {
      stream.close()
      stopWhenUnused()
    },
  }
  const leave = () => {
    hub.remove(own)
    stopWhenUnused()
  }
  const outcome = hub.add(own, ctx.now.getTime())
  if (outcome === 'full')
    throw new DomainError('rate_limited', { params: waitParams(retrySeconds), internal: 'open streams' })
  if (outcome === 'outdated') return endedStream()
  following ??= startFollowing(ctx.surface)
  // The page refetches everything once it is connected: later changes must be heard.
  await following.isRead
  return body
}

/** Makes the browser connect again in a moment, with the rights of then. A refusal would be an error in its console. */
const endedStream = () =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('retry: 1000\n\n'))
      controller.close()
    },
  })

function listenerOf(ctx: OpContext): Omit<Listener, 'send' | 'end'> {
  const { actor, membership } = ctx
  const common = { address: callerKeyOf(ctx.ip), topics: topicsOf(ctx) }
  if (actor.kind === 'account' && membership)
    return {
      ...common,
      personId: actor.accountId,
      sessionHash: actor.sessionHash,
      organisationId: membership.organisationId,
      visibleProjects: visibleProjects(membership),
    }
  if (actor.kind === 'staff')
    return {
      ...common,
      personId: actor.staffId,
      sessionHash: actor.sessionHash,
      organisationId: null,
      visibleProjects: null,
    }
  throw new DomainError('unauthenticated')
}

/** While there is any stream. */
const startFollowing = (surface: Surface): Following =>
  followChanges(
    hub,
    {
      readChanges: (since) => readChanges(rawClient(surface), since),
      listLiveSessions: (hashes) => listLiveSessions(surface, hashes),
      now: () => systemNow().getTime(),
      every(ms, work) {
        const timer = setInterval(work, ms)
        return () => clearInterval(timer)
      },
    },
    lastRead,
  )

function stopWhenUnused(): void {
  if (hub.size() > 0 || !following) return
  lastRead = following.stop()
  following = null
}

/** Open streams would keep a process from ending. */
function wire(): void {
  if (isWired) return
  isWired = true
  addSource(() => [{ metric: 'streams', labels: {}, value: hub.size() }])
  leaving.addEventListener('abort', hub.endAll, { once: true })
}
