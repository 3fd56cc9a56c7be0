import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { keepLastKnown, readLastKnown } from './last-known'
import { readStatus } from './read-status'
import type { StatusView } from './views'

/** For any number of visitors the database is queried at most once per interval. */
const freshMs = 10_000
/** How long a visitor waits for a database that may be down. */
const defaultPatienceMs = 2_500

let shown: StatusView | null = null
let reading: Promise<StatusView | null> | null = null

/**
 * The public page's content: current when the database answers, otherwise the newest of this process's memory and the
 * file of the installation. Its `asOf` shows the age. Null before any status is known.
 */
export async function showStatus(
  ctx: OpContext,
  { patienceMs = defaultPatienceMs }: { patienceMs?: number } = {},
): Promise<StatusView | null> {
  if (shown && ctx.now.getTime() - Date.parse(shown.asOf) < freshMs) return shown
  reading ??= refresh(ctx).finally(() => {
    reading = null
  })
  const status = await Promise.race([reading, patience(patienceMs)])
  return status ?? newest(shown, await readLastKnown())
}

/** One query for all concurrent visitors; its late result serves the next ones. */
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

/** Stores the page's content on disk, for processes that start while the database is down. */
export async function keepStatus(ctx: OpContext): Promise<void> {
  await keepLastKnown(await readStatus(ctx))
}

const patience = (patienceMs: number) =>
  new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref())
