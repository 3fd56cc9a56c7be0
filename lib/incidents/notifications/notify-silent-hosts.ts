/**
 * Reconciler: notifies customers with servers on an unreachable host, from the first server on, and again when the host
 * recovers. Unlike a proposal from probes this is certain: the hypervisor reports it, or the host accepted no
 * connection in several checks.
 */
import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { routes } from '~/lib/routes'
import { notifyAffected } from './notify-affected'
import { insertNotification, listNotifications } from './queries/notifications'
import { listSilentServers, type SilentServer } from './queries/silent-servers'

/** A restarting hypervisor accepts no connections for a few seconds while its servers keep running. */
const lastingSeconds = 12
/** Older recoveries are no longer sent. */
const newsSeconds = 3_600

type News = 'silent' | 'back'
const newsOf = (kind: News, { silenceId }: SilentServer) => `${kind}:${silenceId}`

export async function notifySilentHosts(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const servers = await listSilentServers(tx, {
      lastingSince: addSeconds(ctx.now, -lastingSeconds),
      overSince: addSeconds(ctx.now, -newsSeconds),
    })
    if (servers.length === 0) return
    const notified = await listNotifications(tx, [
      ...new Set(servers.flatMap((server) => [newsOf('silent', server), newsOf('back', server)])),
    ])
    const byOrganisation = groupedBy(servers, ({ organisationId }) => organisationId)
    for (const [organisationId, own] of byOrganisation) {
      const isNotified = (kind: News, server: SilentServer) =>
        notified.has(`${newsOf(kind, server)} ${organisationId}`)
      const silent = own.filter((server) => !server.isOver && !isNotified('silent', server))
      const recovered = own.filter(
        (server) => server.isOver && isNotified('silent', server) && !isNotified('back', server),
      )
      await notifyServers(tx, ctx, organisationId, 'silent', silent)
      await notifyServers(tx, ctx, organisationId, 'back', recovered)
    }
  })
}

/** One mail and one notice for all of them, sent by the worker that records them first. */
async function notifyServers(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  kind: News,
  servers: readonly SilentServer[],
): Promise<void> {
  const mine = new Set<string>()
  for (const news of new Set(servers.map((server) => newsOf(kind, server))))
    if (await insertNotification(tx, { news, audience: organisationId, toldAt: ctx.now })) mine.add(news)
  const own = servers.filter((server) => mine.has(newsOf(kind, server)))
  const [first] = own
  if (!first) return
  const { title, text } = wordsOf(kind, [...new Set(own.map(({ zone }) => zone))].join(', '))
  await notifyAffected(tx, ctx, {
    organisationId,
    resources: own,
    kind: kind === 'silent' ? 'opened' : 'resolved',
    title,
    text,
    startedAt: first.fromAt,
    href: routes.org.instances(organisationId),
  })
}

/** The host's name is internal to the operator. */
function wordsOf(kind: News, zone: string) {
  const title = {
    fr: `Serveurs qui ne répondent plus dans la zone ${zone}`,
    en: `Servers not answering in zone ${zone}`,
  }
  const text =
    kind === 'silent'
      ? {
          fr: 'L’hôte qui les porte ne répond plus. Nous en sommes avertis et y travaillons ; ce temps compte dans la disponibilité garantie.',
          en: 'Their host is not answering. Our team knows and is working on it; this time counts towards the guaranteed availability.',
        }
      : {
          fr: 'L’hôte qui les porte répond de nouveau ; ils redémarrent avec lui.',
          en: 'Their host is answering again, and they are starting.',
        }
  return { title, text }
}
