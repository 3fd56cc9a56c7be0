import { rawClient } from '~/db/client'
import { listLiveSessions } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { addSource } from '~/lib/kernel/metrics/recorder'
import { waitParams } from '~/lib/kernel/net/wait-params'
import type { OpContext, Surface } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { followChanges } from './follow-changes'
import { createHub, type Hub, type Listener } from './hub'
import { readChanges } from './queries/changes'

/** A person's browsers with a few organisations each; a process keeps about 100 kB for a stream. */
const limits = { ofPersonMax: 16, max: 2_000 }
const turnMs = 1_000
/** A browser with so many unread events is ended: it connects again, and refetches everything. */
const unreadMax = 32
const retrySeconds = 30

const hub = createHub(limits)
let isLeaving = false
let isListening = false
let following: { isRead: Promise<void>; stop(): void } | null = null

/**
 * Opens a stream of events for the page of this member or member of staff: which topics to refetch. It ends with the
 * session, with a change of what the person may see, or when the process leaves.
 *
 * @throws DomainError `unauthenticated`, `rate_limited`, `unavailable`
 */
export async function openStream(ctx: OpContext): Promise<ReadableStream<Uint8Array>> {
  if (isLeaving) throw new DomainError('unavailable')
  endWhenLeaving()
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
  if (outcome === 'outdated') throw new DomainError('unavailable', { internal: 'access has just changed' })
  following ??= startFollowing(ctx.surface, hub)
  // The page refetches everything once it is connected: later changes must be heard.
  await following.isRead
  return body
}

function listenerOf({ actor, membership }: OpContext): Omit<Listener, 'send' | 'end'> {
  if (actor.kind === 'account' && membership)
    return {
      personId: actor.accountId,
      sessionHash: actor.sessionHash,
      organisationId: membership.organisationId,
      visibleProjects: visibleProjects(membership),
    }
  if (actor.kind === 'staff')
    return {
      personId: actor.staffId,
      sessionHash: actor.sessionHash,
      organisationId: null,
      visibleProjects: null,
    }
  throw new DomainError('unauthenticated')
}

/** Reads once a second while there is any stream. */
function startFollowing(surface: Surface, of: Hub) {
  const { turn } = followChanges(of, {
    readChanges: (from) => readChanges(rawClient(surface), from),
    listLiveSessions: (hashes) => listLiveSessions(surface, hashes),
  })
  let isBusy = true
  const run = () =>
    turn().finally(() => {
      isBusy = false
    })
  const isRead = run()
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    void run()
  }, turnMs)
  return { isRead, stop: () => clearInterval(timer) }
}

function stopWhenUnused(): void {
  if (hub.size() > 0) return
  following?.stop()
  following = null
}

/** Open streams would keep a process from ending. */
function endWhenLeaving(): void {
  if (isListening) return
  isListening = true
  addSource(() => [{ metric: 'streams', labels: {}, value: hub.size() }])
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      isLeaving = true
      hub.endAll()
    })
}
