import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type SiteName, siteNames } from './list-subjects'
import type { SubjectReading } from './plan-round'
import { insertVantage } from './queries/rounds'
import { claimTurn, type DueVantage, recordFailedRound, recordRound } from './record-round'

/** The URL of each of our sites on one path. */
export type SiteAddresses = Readonly<Record<SiteName, string>>
/**
 * `public` is the customers' path through names, proxies and certificates; `inside` addresses the processes directly.
 */
export type SitePaths = Readonly<Partial<Record<'public' | 'inside', SiteAddresses>>>

const patienceMs = 5_000

/** Creates a vantage for each path by which this process reaches our sites. */
export async function ensureSiteVantages(ctx: OpContext, paths: SitePaths): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    for (const name of Object.keys(paths))
      await insertVantage(tx, { zoneId: null, kind: 'site', name, createdAt: ctx.now })
  })
}

/**
 * One round of probes of our own sites: up is a healthy answer, down any other or none. When no site answers, this
 * process may be cut off; but it needs the same network to reach the database, so it counts as down.
 */
export async function probeSites(
  ctx: OpContext,
  vantage: DueVantage,
  { paths, holder, ask }: { paths: SitePaths; holder: string; ask: (url: string) => Promise<boolean> },
): Promise<void> {
  const addresses = paths[vantage.name as keyof SitePaths]
  const turn = addresses && (await claimTurn(ctx, vantage.id, holder))
  if (!addresses || !turn) return
  const began = performance.now()
  try {
    const readings = await Promise.all(
      siteNames.map(async (name): Promise<SubjectReading> => {
        const isUp = await ask(`${addresses[name]}/api/health`)
        return { subjectId: name, kind: 'site', organisationId: null, reading: isUp ? 'up' : 'down' }
      }),
    )
    await recordRound(ctx, turn, readings, performance.now() - began)
  } catch (error) {
    await recordFailedRound(ctx, turn, String(error), performance.now() - began)
    throw error
  }
}

/** Whether a site reports that it can serve. */
export async function probeHealth(url: string): Promise<boolean> {
  const options = { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) } as const
  const answer = await fetch(url, options).catch(() => null)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}
