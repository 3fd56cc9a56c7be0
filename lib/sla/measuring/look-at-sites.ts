import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type SiteName, siteNames } from './list-subjects'
import type { SubjectReading } from './plan-round'
import { insertVantage } from './queries/rounds'
import { claimTurn, type DueVantage, recordFailedRound, recordRound } from './record-round'

/** The address of each of our sites, as it is reached one way. */
export type SiteAddresses = Readonly<Record<SiteName, string>>
/** `public` is how everybody reaches them: names, proxies and certificates; `inside` is the processes themselves. */
export type SitePaths = Readonly<Partial<Record<'public' | 'inside', SiteAddresses>>>

const patienceMs = 5_000

/** There is a vantage for each way in which this process reaches our sites. */
export async function ensureSiteVantages(ctx: OpContext, paths: SitePaths): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    for (const name of Object.keys(paths))
      await insertVantage(tx, { zoneId: null, kind: 'site', name, createdAt: ctx.now })
  })
}

/**
 * One round of looks at our own sites: up is an answer that says so, down is another one or none. When not one of them
 * answers it may be this process that is cut off; but what it reaches the database by, it would reach them by, so that
 * counts as down.
 */
export async function lookAtSites(
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

/** Whether a site says that it can serve. */
export async function askHealth(url: string): Promise<boolean> {
  const options = { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) } as const
  const answer = await fetch(url, options).catch(() => null)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}
