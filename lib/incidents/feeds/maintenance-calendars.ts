import { enterOrganisation, withOrganisation, withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, limitLinkAttempts, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { textInLocale } from '../client'
import { maintenanceSummary } from '../maintenance/views'
import { ownMaintenance } from '../portal/read-own-maintenance'
import { listMaintenance } from '../queries/maintenance'
import { findZoneByCode } from '../queries/placement'
import {
  deleteCalendarFeed,
  findCalendarFeed,
  findCalendarOwner,
  upsertCalendarFeed,
} from './queries/calendar'
import { writeCalendar } from './write-calendar'

/** How far back calendars show past work. */
const pastSeconds = 90 * 86_400
const entriesMax = 500

const words = {
  fr: { name: 'Maintenance Andromède', resources: 'Vos ressources concernées\u00a0:' },
  en: { name: 'Andromède maintenance', resources: 'Your resources concerned:' },
}

/** Since when the organisation's calendar has a URL; null without one. The URL itself is not stored. */
export async function readCalendarStatus(ctx: OpContext): Promise<{ since: string | null }> {
  authorize(ctx, 'instance:read')
  const since = await withOrganisation(ctx, findCalendarFeed)
  return { since: since?.toISOString() ?? null }
}

/**
 * Creates a new URL for the organisation's calendar, returned here and never shown again; the former one stops working.
 * Anyone with the URL can read the names of the resources under maintenance.
 *
 * @throws DomainError `forbidden`, `proof_required`
 */
export async function renewCalendar(ctx: OpContext): Promise<{ url: string }> {
  authorize(ctx, 'webhook:manage')
  await requireFreshProof(ctx)
  const secret = newSecret()
  await withOrganisation(ctx, async (tx, organisationId) => {
    if (ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
    await upsertCalendarFeed(tx, {
      organisationId,
      secretHash: hashSecret(secret),
      createdByAccountId: ctx.actor.accountId,
      createdAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'maintenance_calendar.renewed', {
      organisationId,
      kind: 'calendar',
      id: organisationId,
    })
  })
  return { url: portalLink(routes.maintenanceCalendar(secret)) }
}

/**
 * Removes the URL of the organisation's calendar; idempotent.
 *
 * @throws DomainError `forbidden`
 */
export async function endCalendar(ctx: OpContext): Promise<void> {
  authorize(ctx, 'webhook:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    if (!(await deleteCalendarFeed(tx, organisationId))) return
    await recordAudit(tx, ctx, 'maintenance_calendar.ended', {
      organisationId,
      kind: 'calendar',
      id: organisationId,
    })
  })
}

/**
 * The calendar of a secret URL.
 *
 * @throws DomainError `not_found`, `rate_limited`
 */
export async function readOwnCalendar(ctx: OpContext, input: { secret: string }): Promise<string> {
  await limitLinkAttempts(ctx)
  return withShared(ctx, async (tx) => {
    const organisationId = await findCalendarOwner(tx, hashSecret(input.secret))
    if (!organisationId) throw new DomainError('not_found')
    await enterOrganisation(tx, organisationId)
    const windows = await ownMaintenance(tx, ctx.now, organisationId, addSeconds(ctx.now, -pastSeconds))
    return calendar(
      ctx,
      words[ctx.locale].name,
      windows.map((window) => ({
        ...window,
        more: `\n${words[ctx.locale].resources} ${window.touched.map(({ name }) => name).join(', ')}`,
      })),
    )
  })
}

/**
 * Public calendar of everything announced in a zone.
 *
 * @throws DomainError `not_found`
 */
export async function readZoneCalendar(ctx: OpContext, input: { zone: string }): Promise<string> {
  return withShared(ctx, async (tx) => {
    const zone = await findZoneByCode(tx, input.zone)
    if (!zone) throw new DomainError('not_found')
    const endingAfter = addSeconds(ctx.now, -pastSeconds)
    const rows = await listMaintenance(tx, { zoneId: zone.id, endingAfter }, entriesMax)
    return calendar(
      ctx,
      `${words[ctx.locale].name}, ${zone.name}`,
      rows.map((row) => ({ ...maintenanceSummary(row, ctx.now), more: '' })),
    )
  })
}

function calendar(
  ctx: OpContext,
  name: string,
  windows: readonly (ReturnType<typeof maintenanceSummary> & { more: string })[],
): string {
  const { locale, now } = ctx
  const entries = windows.map((window) => ({
    ...window,
    title: textInLocale(window, 'title', locale),
    text: `${textInLocale(window, 'description', locale)}${window.more}`,
    location: window.zone,
  }))
  return writeCalendar(name, entries, { now, host: new URL(portalLink('/')).hostname })
}
