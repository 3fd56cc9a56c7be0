import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { keepLastKnown, readLastKnown } from './last-known'
import { readStatus } from './read-status'
import type { StatusView } from './views'

/** However many look, the database is asked once in so long. */
const freshMs = 10_000
/** A reader waits no longer than this for a database that may be away. */
const usualPatienceMs = 2_500

let shown: StatusView | null = null
let reading: Promise<StatusView | null> | null = null

/**
 * What the public page shows: as of now where the database answers, else the newest of what this process knew last and
 * what any process of this installation kept on disk. Its `asOf` tells its age. Null when nothing was ever known.
 */
export async function showStatus(
  ctx: OpContext,
  { patienceMs = usualPatienceMs }: { patienceMs?: number } = {},
): Promise<StatusView | null> {
  if (shown && ctx.now.getTime() - Date.parse(shown.asOf) < freshMs) return shown
  reading ??= refresh(ctx).finally(() => {
    reading = null
  })
  const status = await Promise.race([reading, patience(patienceMs)])
  return status ?? newest(shown, await readLastKnown())
}

/** One reading for all who wait, and for those who come when it took longer than they waited. */
async function refresh(ctx: OpContext): Promise<StatusView | null> {
  try {
    const status = await readStatus(ctx)
    shown = status
    await keepLastKnown(status)
    return status
  } catch (error) {
    log.warn({ err: error }, 'the status page shows what was known last')
    return null
  }
}

const newest = (a: StatusView | null, b: StatusView | null) =>
  a && b ? (Date.parse(a.asOf) < Date.parse(b.asOf) ? b : a) : (a ?? b)

/** What the page would show is kept on disk, for processes that begin while the database is away. */
export async function keepStatus(ctx: OpContext): Promise<void> {
  await keepLastKnown(await readStatus(ctx))
}

const patience = (patienceMs: number) =>
  new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref())
