import { systemNow } from '~/lib/kernel/time/clock'
import { type LiveChange, type Topic, topics } from './client'
import type { Change } from './queries/changes'

/** One open page of a browser, or the one that listens for its other tabs. */
export type Listener = {
  personId: string
  /** The client's address, or its network: what one connection of a client counts as. */
  address: string
  sessionHash: string
  /** Null for staff, who hear of every organisation. */
  organisationId: string | null
  /** Null for all. */
  visibleProjects: readonly string[] | null
  /** Those that its person may see. */
  topics: ReadonlySet<Topic>
  /** False when the browser does not keep up. */
  send(bytes: Uint8Array): boolean
  end(): void
}

export type HubLimits = { ofPersonMax: number; ofAddressMax: number; max: number }

/** Pages of one organisation refetch almost at once; those of all, and after a fault, over some seconds. */
const spreadMs = { some: 250, all: 5_000 }

const encoder = new TextEncoder()
const heartbeat = encoder.encode(':\n\n')
const known = new Set<string>(topics)
const isTopic = (topic: string): topic is Topic => known.has(topic)

/** The streams of one process, and which of them hears a change. It has topics and ids, and no rows. */
export function createHub(limits: HubLimits, now = () => systemNow().getTime()) {
  const all = new Set<Listener>()
  const byPerson = new Map<string, Set<Listener>>()
  const byAddress = new Map<string, Set<Listener>>()
  const byOrganisation = new Map<string, Set<Listener>>()
  const staff = new Set<Listener>()
  /** When access last changed, by person or organisation; kept for a minute. */
  const accessChanges = new Map<string, number>()

  function remove(listener: Listener): void {
    all.delete(listener)
    staff.delete(listener)
    leave(byPerson, listener.personId, listener)
    leave(byAddress, listener.address, listener)
    if (listener.organisationId !== null) leave(byOrganisation, listener.organisationId, listener)
  }

  function end(listeners: Iterable<Listener>): void {
    for (const listener of [...listeners]) {
      remove(listener)
      listener.end()
    }
  }

  function send(listener: Listener, bytes: Uint8Array): void {
    if (!listener.send(bytes)) end([listener])
  }

  const membersWhoHear = ({ audience, project }: Change): Listener[] =>
    [...(byOrganisation.get(audience) ?? [])].filter(
      ({ visibleProjects }) => visibleProjects === null || visibleProjects.includes(project),
    )

  /** The browser connects again, and is refused if it may not. */
  function endAccessOf(audience: string): void {
    accessChanges.set(audience, now())
    end(byPerson.get(audience) ?? [])
    end(byOrganisation.get(audience) ?? [])
  }

  const hasChangedSince = (audience: string | null, since: number) =>
    audience !== null && (accessChanges.get(audience) ?? Number.NEGATIVE_INFINITY) >= since

  function sendTopics(found: ReadonlyMap<Listener, ReadonlySet<Topic>>, spread: number): void {
    // Most listeners hear the same: each text is encoded once.
    const frames = new Map<string, Uint8Array>()
    for (const [listener, changed] of found) {
      const heard = [...changed].filter((topic) => listener.topics.has(topic)).sort()
      if (heard.length === 0 || !all.has(listener)) continue
      const key = heard.join()
      const frame = frames.get(key) ?? changeFrame(heard, spread)
      frames.set(key, frame)
      send(listener, frame)
    }
  }

  return {
    /**
     * `full` when this person, this address or this process has as many streams as it may; `outdated` when access
     * changed after `checkedAt`, at which the person's rights were read.
     */
    add(listener: Listener, checkedAt: number): 'added' | 'full' | 'outdated' {
      if (all.size >= limits.max) return 'full'
      if ((byPerson.get(listener.personId)?.size ?? 0) >= limits.ofPersonMax) return 'full'
      if ((byAddress.get(listener.address)?.size ?? 0) >= limits.ofAddressMax) return 'full'
      const { personId, organisationId } = listener
      if (hasChangedSince(personId, checkedAt) || hasChangedSince(organisationId, checkedAt))
        return 'outdated'
      all.add(listener)
      enter(byPerson, listener.personId, listener)
      enter(byAddress, listener.address, listener)
      if (listener.organisationId === null) staff.add(listener)
      else enter(byOrganisation, listener.organisationId, listener)
      return 'added'
    },
    remove,
    /** Sends each listener at most one event for everyone's changes and one for its own. */
    deliver(changes: readonly Change[]): void {
      for (const { topic, audience } of changes) if (topic === 'access') endAccessOf(audience)
      const general = new Set<Topic>()
      const ofStaff = new Set<Topic>()
      const own = new Map<Listener, Set<Topic>>()
      for (const change of changes) {
        const { topic, audience } = change
        if (!isTopic(topic)) continue
        if (audience === 'everyone') {
          general.add(topic)
          continue
        }
        ofStaff.add(topic)
        for (const listener of membersWhoHear(change))
          own.set(listener, (own.get(listener) ?? new Set<Topic>()).add(topic))
      }
      for (const listener of staff) own.set(listener, ofStaff)
      if (general.size > 0) sendTopics(new Map([...all].map((listener) => [listener, general])), spreadMs.all)
      sendTopics(own, spreadMs.some)
    },
    /** Pages may have failed to read for a while: every page refetches everything. */
    deliverEverything(): void {
      const everything = new Set(topics)
      sendTopics(new Map([...all].map((listener) => [listener, everything])), spreadMs.all)
    },
    /** Keeps proxies from closing silent connections, and finds those whose browser is gone. */
    beat(): void {
      for (const [audience, at] of accessChanges) if (at < now() - 60_000) accessChanges.delete(audience)
      for (const listener of [...all]) send(listener, heartbeat)
    },
    sessionHashes: (): string[] => [...new Set([...all].map(({ sessionHash }) => sessionHash))],
    /** Ends the streams of those `hashes` of sessions that are not `live`. */
    endSessions(hashes: readonly string[], live: ReadonlySet<string>): void {
      const over = new Set(hashes.filter((hash) => !live.has(hash)))
      end([...all].filter(({ sessionHash }) => over.has(sessionHash)))
    },
    endAll: () => end(all),
    size: () => all.size,
  }
}
export type Hub = ReturnType<typeof createHub>

function changeFrame(changed: Topic[], spread: number): Uint8Array {
  const data: LiveChange = { topics: changed, spreadMs: spread }
  return encoder.encode(`event: change\ndata: ${JSON.stringify(data)}\n\n`)
}

function enter(groups: Map<string, Set<Listener>>, key: string, listener: Listener): void {
  const group = groups.get(key) ?? new Set()
  groups.set(key, group.add(listener))
}

function leave(groups: Map<string, Set<Listener>>, key: string, listener: Listener): void {
  const group = groups.get(key)
  group?.delete(listener)
  if (group?.size === 0) groups.delete(key)
}
