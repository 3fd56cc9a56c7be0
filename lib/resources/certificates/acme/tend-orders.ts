/**
 * The worker's part of certificates from a directory. Each pass does one step of each order that is due; what a step has
 * changed at the directory is saved before the next one, and every step can be repeated, so that a killed worker loses
 * nothing but time. A key is saved before it is used.
 */
import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isInForce, readBalancerSpec } from '../../balancers/balancer-spec'
import { findCertificate } from '../queries/certificates'
import { orderKeyPlace } from '../secret-places'
import type { OpenAcmeServer } from './account'
import { AcmeError, attemptsMax, pauseAfter } from './acme-error'
import type { AcmeServer } from './acme-server'
import { nameResolver, type ResolveName, requireNamesLeadTo } from './check-names'
import * as rows from './queries/acme'
import { saveIssued } from './save-issued'

/** Longer than the calls of one step can take. */
const leaseSeconds = 180
const stepsMax = 5
const inForceSeconds = 3
const openSecondsMax = 3_600
/** Failures that say nothing about the order: it stays open at the directory. */
const passing: readonly string[] = ['unreachable', 'rate_limited', 'no_account']

/** On demand: the library takes 0.3 s to load, and few installations have a directory. */
const loadAccount = () => import('./account')

type Deps = { holder: string; open?: OpenAcmeServer; resolverOf?: (resolver: string | null) => ResolveName }

export async function tendCertificateOrders(ctx: OpContext, deps: Deps): Promise<void> {
  authorizeSystem(ctx)
  const service = await withSystem(ctx, rows.findAcmeService)
  if (!service?.isOn) return
  for (let step = 0; step < stepsMax; step += 1) {
    const order = await withSystem(ctx, (tx) =>
      rows.leaseDueOrder(tx, ctx.now, { holder: deps.holder, seconds: leaseSeconds }),
    )
    if (!order) return
    try {
      await doStep(ctx, service, order, deps)
    } catch (error) {
      if (!(error instanceof AcmeError)) throw error
      await saveFailure(ctx, service, order, error)
    }
  }
}

async function doStep(
  ctx: OpContext,
  service: rows.AcmeService,
  order: rows.CertificateOrderRow,
  { open, resolverOf = nameResolver }: Deps,
): Promise<void> {
  const { ensureAccountKey, openDirectory } = await loadAccount()
  await ensureAccountKey(ctx, service)
  const certificate = await withSystem(ctx, (tx) => findCertificate(tx, order.certificateId))
  if (!certificate) return
  const { hostNames } = certificate
  const save = (set: Parameters<typeof rows.saveOrderStep>[2]) =>
    withSystem(ctx, (tx) => rows.saveOrderStep(tx, order, set))
  if (order.orderUrl === null) {
    const address = await requireBalancer(ctx, order)
    if (!(await isAnswerInForce(ctx, order)))
      return void (await save({ nextAt: addSeconds(ctx.now, inForceSeconds) }))
    await requireNamesLeadTo(address, hostNames, resolverOf(service.resolver))
    const server = await openDirectory(ctx, service, open)
    const { url } = await server.order(hostNames)
    // The former attempt's key is not used again.
    const opened = { state: 'open' as const, orderUrl: url, openedAt: ctx.now, keySealed: null }
    await save({ ...opened, nextAt: ctx.now })
  } else {
    const server = await openDirectory(ctx, service, open)
    await followOrder(ctx, server, { ...order, orderUrl: order.orderUrl }, hostNames)
  }
  const clear = { failureCode: null, failureText: null }
  await withSystem(ctx, (tx) => rows.saveAcmeFailure(tx, clear))
}

type Open = rows.CertificateOrderRow & { orderUrl: string }

async function followOrder(
  ctx: OpContext,
  server: AcmeServer,
  order: Open,
  hostNames: readonly string[],
): Promise<void> {
  const { orderUrl } = order
  const ageSeconds = (ctx.now.getTime() - (order.openedAt ?? ctx.now).getTime()) / 1_000
  const look = (retryAfterSeconds: number) => {
    const pause = Math.min(Math.max(retryAfterSeconds, 2, Math.round(ageSeconds / 4)), 300)
    return withSystem(ctx, (tx) => rows.saveOrderStep(tx, order, { nextAt: addSeconds(ctx.now, pause) }))
  }
  const { status, retryAfterSeconds } = await server.read(orderUrl)
  if (status === 'valid') return saveIssued(ctx, order, await server.download(orderUrl))
  if (ageSeconds > openSecondsMax) throw new AcmeError('timed_out', `the order stays ${status}`)
  if (status === 'pending') {
    await server.answerChallenges(orderUrl)
    return void (await look(retryAfterSeconds))
  }
  if (status === 'ready') {
    const key = await ensureOrderKey(ctx, order)
    if (key === null) return
    const finalized = await server.finalize(orderUrl, hostNames, key)
    return void (await look(finalized.retryAfterSeconds))
  }
  await look(retryAfterSeconds)
}

/** Null when another worker has the order now. */
async function ensureOrderKey(ctx: OpContext, order: Open): Promise<string | null> {
  const place = orderKeyPlace(order.certificateId)
  if (order.keySealed) return unseal(order.keySealed, place)
  const key = await (await loadAccount()).makeKey()
  const isSaved = await withSystem(ctx, (tx) =>
    rows.saveOrderStep(tx, order, { keySealed: seal(key, place) }, { keepsLease: true }),
  )
  return isSaved ? key : null
}

/** The address that leads to the balancer. @throws AcmeError when it cannot answer challenges */
async function requireBalancer(ctx: OpContext, { balancerId }: rows.CertificateOrderRow): Promise<string> {
  const balancer = await withSystem(ctx, (tx) => rows.findChallenged(tx, balancerId))
  if (balancer?.state !== 'active' || !balancer.address) throw new AcmeError('balancer_gone', '')
  if (!balancer.settings.listeners.some(({ port, protocol }) => port === 80 && protocol === 'http'))
    throw new AcmeError('no_http_listener', '')
  return balancer.address
}

/** Whether the balancer has the configuration that answers challenges. */
async function isAnswerInForce(ctx: OpContext, { balancerId }: rows.CertificateOrderRow): Promise<boolean> {
  return withSystem(ctx, async (tx) => {
    const balancer = await rows.findChallenged(tx, balancerId)
    const { spec } = await readBalancerSpec(tx, balancerId)
    // A restored one may have another configuration than its row.
    const applied = balancer?.unverified === false ? balancer.appliedDigest : null
    return spec.challengeThumbprint !== undefined && isInForce(spec, applied)
  })
}

async function saveFailure(
  ctx: OpContext,
  service: rows.AcmeService,
  order: rows.CertificateOrderRow,
  { code, text, retryAfterSeconds }: AcmeError,
): Promise<void> {
  log.warn({ certificate: order.certificateId, code, text }, 'a certificate could not be obtained')
  const attempts = order.attempts + 1
  const isPassing = passing.includes(code)
  await withSystem(ctx, async (tx) => {
    const certificate = await findCertificate(tx, order.certificateId)
    // A renewal is retried, at last once a day, until a month after the end.
    const isGivenUp =
      !isPassing && attempts >= attemptsMax && !isStillShown(ctx.now, certificate?.validTo ?? null)
    const isKept = isPassing && order.orderUrl !== null
    const state = isGivenUp ? 'failed' : isKept ? 'open' : 'waiting'
    await rows.saveOrderStep(tx, order, {
      state,
      nextAt: addSeconds(ctx.now, pauseAfter(attempts, retryAfterSeconds)),
      attempts,
      failureCode: code,
      failureText: text,
      ...(!isKept && { orderUrl: null, openedAt: null, keySealed: null }),
    })
    if (code === 'no_account') await rows.setAcmeAccountUrl(tx, service.directoryUrl, null)
    if (isPassing) await rows.saveAcmeFailure(tx, { failureCode: code, failureText: text })
  })
}

const isStillShown = (now: Date, validTo: Date | null) =>
  validTo !== null && addSeconds(validTo, 30 * 86_400) > now
