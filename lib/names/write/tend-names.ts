import { type Tx, withSystem } from '~/db/client'
import { ensureInstallationId } from '~/lib/hypervisors/rows'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { compareNames } from '../compare/compare-names'
import { planNames } from '../plan/plan-names'
import { DnsError } from '../port/dns-server'
import { listOpenDifferences } from '../queries/differences'
import { listRecordsToWrite } from '../queries/records'
import {
  awaitsComparison,
  findNameService,
  leaseNameService,
  type NameService,
  releaseNameService,
  saveServiceFailure,
} from '../queries/service'
import type { DnsServers } from '../service/open-dns-servers'
import { removeUnexplained } from './remove-unexplained'
import { type Writing, writeRecords } from './write-records'

/** Longer than all calls between two extensions can take: otherwise a former holder could still write. */
const leaseSeconds = 60
const compareEverySeconds = 60

/**
 * One pass over the names: plans, compares once a minute, and writes. One worker at a time speaks to the DNS server; a
 * worker that dies is replaced when its lease ends, and every step can be repeated.
 */
export async function tendNames(
  ctx: OpContext,
  { holder, servers }: { holder: string; servers: DnsServers },
): Promise<void> {
  authorizeSystem(ctx)
  await planNames(ctx)
  const lease = () => withSystem(ctx, (tx) => leaseNameService(tx, { holder, seconds: leaseSeconds }))
  if (!(await withSystem(ctx, (tx) => hasWork(tx, ctx)))) return
  const service = await lease()
  if (!service) return
  try {
    const { server, installation } = await withSystem(ctx, async (tx) => ({
      server: await servers.serverOf(tx, service),
      installation: await ensureInstallationId(tx, 'unset'),
    }))
    if (!server) return
    await speak(ctx, service, {
      server,
      service,
      installation,
      keepLease: async () => (await lease()) !== null,
    })
  } finally {
    await withSystem(ctx, (tx) => releaseNameService(tx, holder))
  }
}

async function speak(ctx: OpContext, service: NameService, writing: Writing): Promise<void> {
  try {
    if (await withSystem(ctx, (tx) => isComparisonDue(tx, ctx, service))) await compareNames(ctx, writing)
    await removeUnexplained(ctx, writing)
    await writeRecords(ctx, writing)
    await withSystem(ctx, (tx) => saveServiceFailure(tx, { failureCode: null, failureText: null }))
  } catch (error) {
    if (!(error instanceof DnsError)) throw error
    if (service.failureCode === null) log.warn({ err: error }, 'the DNS server cannot be used')
    const { code, text } = error
    await withSystem(ctx, (tx) => saveServiceFailure(tx, { failureCode: code, failureText: text }))
  }
}

async function hasWork(tx: Tx, ctx: OpContext): Promise<boolean> {
  const service = await findNameService(tx)
  if (!service) return false
  if (await isComparisonDue(tx, ctx, service)) return true
  if ((await listRecordsToWrite(tx, 1)).length > 0) return true
  return (await listOpenDifferences(tx)).some(({ state }) => state === 'remove')
}

async function isComparisonDue(tx: Tx, ctx: OpContext, { comparedAt }: NameService): Promise<boolean> {
  const age = comparedAt === null ? Number.POSITIVE_INFINITY : ctx.now.getTime() - comparedAt.getTime()
  return age >= compareEverySeconds * 1_000 || (await awaitsComparison(tx))
}
