import { randomBytes } from 'node:crypto'
import { keptKeyPlace } from '~/db/kept-key'
import { type RecipientKey, recipientToken } from '~/lib/budgets/alert-recipients/token'
import { newId } from '~/lib/kernel/ids'
import { hashSecret, seal, unseal } from '~/lib/kernel/secrets/secrets'
import { instanceTabs } from '~/lib/routes'
import { sql } from './database'
import { demonstrationOrganisation } from './demonstration'
import type { WebSurface } from './installation-facts'
import { builtPaths } from './manifests'

export type Visitor = 'nobody' | 'member' | 'staff'
/** A page of the build with an address that shows it full of demonstration data, and its visitor. */
export type PageAddress = { path: string; address: string; surface: WebSurface; visitor: Visitor }

/** Every page of the build for a surface; a page with unknown parameters is an error, so none can be forgotten. */
export async function pageAddresses(wanted: WebSurface): Promise<PageAddress[]> {
  const values = await parameterValues()
  return builtPaths()
    .filter(({ kind }) => kind === 'page')
    .map(({ path }) => {
      const surface: WebSurface =
        path === '/operator' || path.startsWith('/operator/') ? 'operator' : 'portal'
      return { path, surface, visitor: visitorOf(path, surface), address: fill(path, values) }
    })
    .filter(({ surface }) => surface === wanted)
    .flatMap((page) => [page, ...partsOf(page)])
}

/** The other tabs of a server's page; other pages have none. */
function partsOf(page: PageAddress): PageAddress[] {
  if (page.path !== '/o/[org]/instances/[id]') return []
  return instanceTabs.map((tab) => ({
    ...page,
    path: `${page.path}?tab=${tab}`,
    address: `${page.address}?tab=${tab}`,
  }))
}

function visitorOf(path: string, surface: WebSurface): Visitor {
  if (surface === 'operator') return path === '/operator/sign-in' ? 'nobody' : 'staff'
  return path.startsWith('/o/') || path.startsWith('/compte') ? 'member' : 'nobody'
}

function fill(path: string, values: Readonly<Record<string, string>>): string {
  // A member of one organisation is redirected to it, unless they ask to choose.
  if (path === '/compte') return '/compte?stay=1'
  // The parameters of a zone's page also serve the pages below it.
  const known = Object.keys(values).find((each) => path === each || path.startsWith(`${each}/`))
  const value = known === undefined ? undefined : values[known]
  const filled = value === undefined ? path : path.replace(/\[(?!org\])[^\]]+\]/, value)
  const address = filled.replace('[org]', values['[org]'] ?? '')
  if (address.includes('[')) throw new Error(`no demonstration address is known for the page ${path}`)
  return address
}

async function parameterValues(): Promise<Record<string, string>> {
  const org = await demonstrationOrganisation('Commune de Valmont')
  const idOf = async (rows: Promise<readonly { id: string }[]>) => (await rows)[0]?.id ?? ''
  return {
    '/docs/api/[operation]': 'placeOrder',
    '[org]': org,
    '/o/[org]/billing/documents/[document]': await idOf(
      sql`select id from billing_documents where organisation_id = ${org} and state = 'final' order by number limit 1`,
    ),
    '/operator/billing/documents/[document]': await idOf(
      sql`select id from billing_documents where state = 'final' order by number limit 1`,
    ),
    '/operator/billing/runs/[run]': await idOf(sql`select id from billing_runs order by id desc limit 1`),
    '/o/[org]/orders/[id]': await idOf(
      sql`select id from orders where organisation_id = ${org} order by created_at desc limit 1`,
    ),
    '/o/[org]/instances/[id]': await idOf(
      sql`select id from instances where organisation_id = ${org} and name = 'etat-civil'`,
    ),
    '/o/[org]/balancers/[id]': await idOf(
      sql`select id from balancers where organisation_id = ${org} and name = 'demarches-en-ligne'`,
    ),
    '/o/[org]/volumes/[id]': await idOf(
      sql`select id from volumes where organisation_id = ${org} and name = 'cartographie'`,
    ),
    '/o/[org]/sla/[resource]': await idOf(
      sql`select id from instances where organisation_id = ${org} and name = 'etat-civil'`,
    ),
    '/o/[org]/projects/[project]': await idOf(
      sql`select id from projects where organisation_id = ${org} and is_default`,
    ),
    '/o/[org]/purchase-orders/[purchaseOrder]': await idOf(
      sql`select id from purchase_orders where organisation_id = ${org} order by number limit 1`,
    ),
    '/o/[org]/support/[ticket]': await idOf(
      sql`select id from tickets where organisation_id = ${org} order by number desc limit 1`,
    ),
    '/operator/support/[ticket]': await idOf(sql`select id from tickets order by number desc limit 1`),
    '/o/[org]/quotes/[quote]': await idOf(
      sql`select id from quotes where organisation_id = ${org} order by created_at limit 1`,
    ),
    '/devis/[secret]': await linkToQuote(org),
    '/alertes/[token]': await linkToAlerts(org),
    '/invitation/[secret]': await linkToInvitation(org),
    '/compte/approbation/[secret]': await spentLink(org),
    '/messages/[id]': await idOf(sql`select id from mail_messages order by created_at limit 1`),
    '/o/[org]/incidents/[incident]': await idOf(
      sql`select i.id from incidents i join incident_resources r on r.incident_id = i.id where r.organisation_id = ${org} order by i.number desc limit 1`,
    ),
    '/operator/incidents/[incident]': await idOf(sql`select id from incidents order by number desc limit 1`),
    '/operator/maintenance/[maintenance]': await idOf(
      sql`select id from maintenance_windows order by starts_at desc limit 1`,
    ),
    // Opening these uses nothing up, and shows the form for any secret.
    '/etat/abonnement/[token]': 'x'.repeat(43),
    '/etat/desabonnement/[token]': 'x'.repeat(43),
    '/confirmation/[secret]': 'x'.repeat(43),
    '/mot-de-passe/[secret]': 'x'.repeat(43),
    '/operator/organisations/[id]': org,
    '/operator/relocations/[relocation]': await idOf(
      sql`select id from relocations where kind = 'drain' order by created_at limit 1`,
    ),
    '/operator/catalogue/negotiated/[organisation]': org,
    '/operator/catalogue/[bundle]': await idOf(sql`select id from bundles where slug = 'essentiel-4'`),
    '/operator/inventory/hosts/[host]': await idOf(sql`select id from hosts where name = 'par1-b1-02-04'`),
    '/operator/inventory/racks/[rack]': await idOf(
      sql`select rack_id as id from hosts where name = 'par1-b1-02-04'`,
    ),
    '/operator/inventory/zones/[zone]': await idOf(sql`select id from zones where code = 'PAR1'`),
    '/operator/sagas/[saga]': await idOf(sql`select id from sagas order by created_at desc limit 1`),
  }
}

/** The owner's link to the quote of the demonstration: only the hash of a secret is stored. */
async function linkToQuote(organisationId: string): Promise<string> {
  const secret = 'q'.repeat(43)
  await sql`
    update quotes set link_secret_hash = ${hashSecret(secret)}
    where id = (select id from quotes where organisation_id = ${organisationId} order by created_at limit 1)`
  return secret
}

/** The mailed link of an address for alerts, which is created here once. */
async function linkToAlerts(organisationId: string): Promise<string> {
  await sql`
    insert into alert_recipients (id, organisation_id, email, locale, added_by_account_id, created_at)
    select ${newId('alertRecipient')}, ${organisationId}, 'tutelle@valmont.example', 'fr', m.account_id, now()
    from organisation_members m where m.organisation_id = ${organisationId} and m.role = 'owner' limit 1
    on conflict do nothing`
  const [row] = await sql<{ id: string }[]>`
    select id from alert_recipients where organisation_id = ${organisationId} and email = 'tutelle@valmont.example'`
  return recipientToken(await keyOfLinks(), { id: row?.id, organisationId } as RecipientKey)
}

async function keyOfLinks(): Promise<Buffer> {
  const place = keptKeyPlace('links')
  const proposed = seal(randomBytes(32).toString('base64'), place)
  const [kept] = await sql<{ value: string }[]>`select app.keep_key('links', ${proposed}) as value`
  return Buffer.from(unseal(kept?.value ?? '', place), 'base64')
}

/** The mailed link of an invitation of the demonstration, which is created here once. */
async function linkToInvitation(organisationId: string): Promise<string> {
  const secret = 'i'.repeat(43)
  await sql`
    insert into invitations (id, organisation_id, email, role, project_roles, secret_hash, locale, invited_by_account_id, created_at, sent_at, expires_at)
    select ${newId('invitation')}, ${organisationId}, 'invitee@valmont.example', 'reader', '[]', ${hashSecret(secret)}, 'fr', m.account_id, now(), now(), now() + interval '7 days'
    from organisation_members m where m.organisation_id = ${organisationId} and m.role = 'owner' limit 1
    on conflict do nothing`
  return secret
}

/** A used approval link of the demonstration's owner: an unused one redirects to the order. */
async function spentLink(organisationId: string): Promise<string> {
  const secret = 'a'.repeat(43)
  await sql`
    insert into approval_links (secret_hash, organisation_id, order_id, account_id, content_hash, created_at, spent_at)
    select ${hashSecret(secret)}, ${organisationId}, o.id, m.account_id, '', now(), now()
    from organisation_members m, orders o
    where m.organisation_id = ${organisationId} and m.role = 'owner' and o.organisation_id = ${organisationId} limit 1
    on conflict do nothing`
  return secret
}
