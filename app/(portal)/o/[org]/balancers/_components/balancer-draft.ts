import type { BalancerForm, BalancerSettings } from '~/lib/resources/client'

type Listener = BalancerSettings['listeners'][number]
type Pool = BalancerSettings['pool']

/** A listener while it is typed; `key` stays when lines are removed. */
export type DraftListener = Omit<Listener, 'port'> & { key: number; port: number }

/** The settings as the form holds them; tags are `key=value`. */
export type Draft = Omit<Pool, 'tags'> & { listeners: DraftListener[]; tags: string[] }

/** What most balancers do: HTTP on port 80, to port 80 of the servers, which are checked by a connection. */
export const firstDraft: Draft = {
  listeners: [{ key: 0, port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false }],
  serverPort: 80,
  algorithm: 'round_robin',
  check: { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 2, fall: 3 },
  isSticky: false,
  instanceIds: [],
  tags: [],
}

export const tagText = ({ key, value }: { key: string; value: string }): string => `${key}=${value}`

/** Pure. */
export function draftOf({ listeners, pool }: BalancerSettings): Draft {
  return {
    ...pool,
    listeners: listeners.map((listener, key) => ({ ...listener, key })),
    tags: pool.tags.map(tagText),
  }
}

/** Whether a listener may redirect to HTTPS: from port 80 to a listener on port 443. Pure. */
export function canRedirect(
  { port, protocol }: Pick<DraftListener, 'port' | 'protocol'>,
  listeners: readonly Pick<DraftListener, 'port' | 'protocol'>[],
): boolean {
  const hasHttps = listeners.some((each) => each.protocol === 'https' && each.port === 443)
  return protocol === 'http' && port === 80 && hasHttps
}

/** Pure. */
export function settingsOf({ listeners, tags, ...pool }: Draft): BalancerSettings {
  const { check } = pool
  return {
    listeners: listeners.map(({ key: _, ...listener }) => ({
      ...listener,
      redirectsToHttps: listener.redirectsToHttps && canRedirect(listener, listeners),
    })),
    pool: {
      ...pool,
      check: { ...check, path: check.protocol === 'http' ? check.path : null },
      tags: tags.map((tag) => {
        const at = tag.indexOf('=')
        return { key: tag.slice(0, at), value: tag.slice(at + 1) }
      }),
    },
  }
}

/** The next listener: HTTP on 80, else HTTPS with this certificate, or TCP, on the first usual port that is free. Pure. */
export function nextListener(
  listeners: readonly DraftListener[],
  certificateId: Listener['certificateId'] = null,
): DraftListener {
  const port = [80, 443, 8080, 8443].find((usual) => !listeners.some((each) => each.port === usual)) ?? 8081
  const key = Math.max(-1, ...listeners.map((each) => each.key)) + 1
  const isSecure = port === 443 || port === 8443
  if (isSecure && certificateId)
    return { key, port, protocol: 'https', certificateId, redirectsToHttps: false }
  return { key, port, protocol: isSecure ? 'tcp' : 'http', certificateId: null, redirectsToHttps: false }
}

/** Servers with an address on the network, and their tags with how many of them have each. Pure. */
export function offeredServers(
  { servers }: Pick<BalancerForm, 'servers'>,
  networkId: string,
): { servers: BalancerForm['servers']; tags: { text: string; count: number }[] } {
  const own = servers.filter(({ cards }) => cards.some((card) => card.networkId === networkId))
  const counts = new Map<string, number>()
  for (const { tags } of own)
    for (const [key, value] of Object.entries(tags)) {
      const text = tagText({ key, value })
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  const tags = [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
  return { servers: own, tags }
}

/** The first network with servers on it where balancers can be made; else the first such one. Pure. */
export function preselectedNetwork(form: BalancerForm): BalancerForm['networks'][number] | undefined {
  const possible = form.networks.filter(({ zoneId }) =>
    form.zones.some(({ id, hasBalancers }) => id === zoneId && hasBalancers),
  )
  return possible.find(({ id }) => offeredServers(form, id).servers.length > 0) ?? possible[0]
}

/** `front`, or the first of `front-2`, `front-3` … that the project has not. Pure. */
export function freeName(taken: readonly string[]): string {
  const names = ['front', ...taken.map((_, index) => `front-${index + 2}`)]
  return names.find((name) => !taken.includes(name)) ?? 'front'
}

/** The field on screen of a refused one: a refusal may name a part that has no field of its own. Pure. */
export function fieldOnScreen(field: string): string {
  return field
    .replace(/^(balancer\.)?zoneId$/, 'balancer.networkId')
    .replace(/\.listeners$/, '.listeners.0')
    .replace(/^listeners$/, 'listeners.0')
    .replace(/(listeners\.\d+)\..*$/, '$1')
    .replace(/(pool\.(?:instanceIds|tags))\..*$/, '$1')
}
