import { newId } from '~/lib/kernel/ids'
import type { MemberRole, StaffRole } from '~/lib/kernel/op-context'
import type { Scope } from './matrix'
import type { Target } from './targets'

export type PageEntry = {
  surface: 'portal' | 'operator'
  scope: Scope
  address(target: Target): string
  /** Staff roles that see it; omitted, everyone in scope. */
  allowed?: readonly (MemberRole | StaffRole)[]
  /** Status for people with permission; 200 by default. */
  control?: number
  /** A visit is recorded in the organisation's journal. */
  leavesTrace?: true
}

const at =
  (surface: PageEntry['surface'], scope: Scope) =>
  (address: PageEntry['address'], allowed?: PageEntry['allowed']): PageEntry => ({
    surface,
    scope,
    address,
    ...(allowed ? { allowed } : {}),
  })
const publicPage = at('portal', 'public')
const accountPage = at('portal', 'account')
const staffPage = at('operator', 'staff')
const organisationPage = (rest: (t: Target) => string) =>
  at('portal', 'organisation')((t) => `/o/${t.organisationId}${rest(t)}`)
const readers = ['owner', 'technical', 'approver', 'billing', 'reader'] as const
const auditors = ['auditor', 'administrator'] as const
const operations = ['capacity', 'support', 'auditor', 'administrator'] as const
const inspectors = ['moderator', 'support', 'auditor', 'administrator'] as const
/** Who reads customers' files. */
const fileReaders = [...inspectors, 'accountant'] as const
const supporters = ['moderator', 'support', 'accountant', 'auditor', 'administrator'] as const
const payers = ['owner', 'billing', 'reader'] as const
const technicians = ['moderator', 'capacity', 'support', 'auditor', 'administrator'] as const
const promisers = ['capacity', 'support', 'accountant', 'auditor', 'administrator'] as const
const bookkeepers = ['accountant', 'support', 'auditor', 'administrator'] as const
const secret = 'A'.repeat(43)
const same = (path: string) => () => path

/** Every page by its path. */
export const pages: Record<string, PageEntry> = {
  '/': publicPage(same('/')),
  '/accessibilite': publicPage(same('/accessibilite')),
  '/conditions-generales': publicPage(same('/conditions-generales')),
  '/confidentialite': publicPage(same('/confidentialite')),
  '/confirmation/[secret]': publicPage(same(`/confirmation/${secret}`)),
  '/connexion': publicPage(same('/connexion')),
  '/docs/api': publicPage(same('/docs/api')),
  '/docs/api/[operation]': publicPage(same('/docs/api/placeOrder')),
  '/devis/[secret]': { ...publicPage(same(`/devis/${secret}`)), control: 404 },
  '/estimation': publicPage(same('/estimation')),
  '/invitation/[secret]': { ...publicPage(same(`/invitation/${secret}`)), control: 404 },
  '/inscription': publicPage(same('/inscription')),
  '/mentions-legales': publicPage(same('/mentions-legales')),
  '/messages': publicPage(same('/messages')),
  '/messages/[id]': publicPage((t) => `/messages/${t.mailId}`),
  '/mot-de-passe-oublie': publicPage(same('/mot-de-passe-oublie')),
  '/mot-de-passe/[secret]': publicPage(same(`/mot-de-passe/${secret}`)),
  '/offres': publicPage(same('/offres')),
  '/niveaux-de-service': publicPage(same('/niveaux-de-service')),
  '/sous-traitance': publicPage(same('/sous-traitance')),
  '/souverainete': publicPage(same('/souverainete')),
  '/zones': publicPage(same('/zones')),
  '/alertes/[token]': { ...publicPage(same(`/alertes/${secret}`)), control: 404 },
  '/etat': publicPage(same('/etat')),
  '/etat/abonnement/[token]': publicPage(same(`/etat/abonnement/${secret}`)),
  '/etat/desabonnement/[token]': publicPage(same(`/etat/desabonnement/${secret}`)),
  // Redirects to the organisation. The link was sent to no one here.
  '/compte/approbation/[secret]': { ...accountPage(same(`/compte/approbation/${secret}`)), control: 404 },
  '/compte': { ...accountPage(same('/compte')), control: 307 },
  '/compte/rejoindre': accountPage(same('/compte/rejoindre')),
  '/compte/securite': accountPage(same('/compte/securite')),
  '/o/[org]': organisationPage(() => ''),
  '/o/[org]/audit': organisationPage(() => '/audit'),
  '/o/[org]/instances': organisationPage(() => '/instances'),
  '/o/[org]/instances/[id]': organisationPage((t) => `/instances/${t.instance(0)}`),
  '/o/[org]/instances/[id]/console': organisationPage((t) => `/instances/${t.instance(0)}/console`),
  '/o/[org]/keys': { ...organisationPage(() => '/keys'), allowed: ['owner', 'technical', 'reader'] },
  '/o/[org]/members': organisationPage(() => '/members'),
  '/o/[org]/moderation': organisationPage(() => '/moderation'),
  '/o/[org]/backups': organisationPage(() => '/backups'),
  '/o/[org]/images': organisationPage(() => '/images'),
  '/o/[org]/moves': organisationPage(() => '/moves'),
  '/o/[org]/incidents': organisationPage(() => '/incidents'),
  '/o/[org]/notices': organisationPage(() => '/notices'),
  '/o/[org]/incidents/[incident]': {
    ...organisationPage(() => `/incidents/${newId('incident')}`),
    control: 404,
  },
  '/o/[org]/networks': organisationPage(() => '/networks'),
  '/o/[org]/networks/map': organisationPage(() => '/networks/map'),
  '/o/[org]/balancers': organisationPage(() => '/balancers'),
  '/o/[org]/balancers/new': {
    ...organisationPage(() => '/balancers/new'),
    allowed: ['owner', 'technical'],
  },
  '/o/[org]/balancers/[id]': organisationPage((t) => `/balancers/${t.balancerId}`),
  '/o/[org]/balancers/[id]/settings': organisationPage((t) => `/balancers/${t.balancerId}/settings`),
  '/o/[org]/balancers/certificates': organisationPage(() => '/balancers/certificates'),
  '/o/[org]/firewall': organisationPage(() => '/firewall'),
  '/o/[org]/order': organisationPage(() => '/order'),
  '/o/[org]/orders': organisationPage(() => '/orders'),
  '/o/[org]/orders/[id]': organisationPage((t) => `/orders/${t.estate.orderId}`),
  '/o/[org]/quotes': organisationPage(() => '/quotes'),
  '/o/[org]/quotes/[quote]': {
    ...organisationPage(() => `/quotes/${newId('quote')}`),
    control: 404,
  },
  '/o/[org]/approvals': organisationPage(() => '/approvals'),
  '/o/[org]/purchase-orders': { ...organisationPage(() => '/purchase-orders'), allowed: readers },
  '/o/[org]/purchase-orders/[purchaseOrder]': {
    ...organisationPage((t) => `/purchase-orders/${t.purchaseOrderId}`),
    allowed: readers,
  },
  '/o/[org]/billing': { ...organisationPage(() => '/billing'), allowed: payers },
  '/o/[org]/billing/costs': { ...organisationPage(() => '/billing/costs'), allowed: payers },
  '/o/[org]/billing/exports': { ...organisationPage(() => '/billing/exports'), allowed: payers },
  '/o/[org]/billing/payment': { ...organisationPage(() => '/billing/payment'), allowed: payers },
  '/o/[org]/billing/service-credits': {
    ...organisationPage(() => '/billing/service-credits'),
    allowed: payers,
  },
  '/o/[org]/billing/settings': { ...organisationPage(() => '/billing/settings'), allowed: payers },
  '/o/[org]/billing/documents/[document]': {
    ...organisationPage(() => `/billing/documents/${newId('invoice')}`),
    control: 404,
  },
  '/o/[org]/sla': organisationPage(() => '/sla'),
  '/o/[org]/sla/[resource]': organisationPage((t) => `/sla/${t.instance(0)}`),
  '/o/[org]/commitments': organisationPage(() => '/commitments'),
  '/o/[org]/budgets': { ...organisationPage(() => '/budgets'), allowed: readers },
  '/o/[org]/webhooks': { ...organisationPage(() => '/webhooks'), allowed: ['owner', 'technical'] },
  '/o/[org]/tokens': organisationPage(() => '/tokens'),
  '/o/[org]/projects': organisationPage(() => '/projects'),
  '/o/[org]/projects/[project]': organisationPage((t) => `/projects/${t.projectId}`),
  '/o/[org]/support': organisationPage(() => '/support'),
  // The billing role does not see this ticket.
  '/o/[org]/support/[ticket]': {
    ...organisationPage((t) => `/support/${t.tickets[0]}`),
    allowed: ['owner', 'technical', 'approver', 'reader'],
  },
  '/o/[org]/settings': organisationPage(() => '/settings'),
  '/o/[org]/volumes': organisationPage(() => '/volumes'),
  '/o/[org]/volumes/[id]': organisationPage((t) => `/volumes/${t.volume(0)}`),
  '/operator': staffPage(same('/operator')),
  '/operator/audit': staffPage(same('/operator/audit'), auditors),
  '/operator/staff': staffPage(same('/operator/staff'), ['administrator']),
  '/operator/catalogue': staffPage(same('/operator/catalogue')),
  '/operator/catalogue/[bundle]': staffPage(
    (t) => `/operator/catalogue/${t.names.bundles.get('essentiel-4') ?? newId('bundle')}`,
  ),
  '/operator/catalogue/commitments': staffPage(same('/operator/catalogue/commitments')),
  '/operator/catalogue/promotions': staffPage(same('/operator/catalogue/promotions')),
  '/operator/catalogue/traffic': staffPage(same('/operator/catalogue/traffic')),
  '/operator/catalogue/negotiated': staffPage(same('/operator/catalogue/negotiated')),
  '/operator/catalogue/negotiated/[organisation]': staffPage(
    (t) => `/operator/catalogue/negotiated/${t.organisationId}`,
  ),
  '/operator/drifts': staffPage(same('/operator/drifts'), technicians),
  '/operator/recovery': staffPage(same('/operator/recovery')),
  '/operator/names': staffPage(same('/operator/names'), technicians),
  '/operator/hypervisors': staffPage(same('/operator/hypervisors'), technicians),
  '/operator/inventory': staffPage(same('/operator/inventory'), technicians),
  '/operator/inventory/hosts/[host]/loss': staffPage(
    (t) => `/operator/inventory/hosts/${t.hostId}/loss`,
    technicians,
  ),
  '/operator/inventory/hosts/[host]': staffPage((t) => `/operator/inventory/hosts/${t.hostId}`, technicians),
  '/operator/inventory/zones/[zone]/rebalance': staffPage(
    (t) => `/operator/inventory/zones/${t.names.zones.get('PAR1')}/rebalance`,
    technicians,
  ),
  '/operator/inventory/zones/[zone]/plan': staffPage(
    (t) => `/operator/inventory/zones/${t.names.zones.get('PAR1')}/plan`,
    technicians,
  ),
  '/operator/inventory/zones/[zone]/forecast': staffPage(
    (t) => `/operator/inventory/zones/${t.names.zones.get('PAR1')}/forecast`,
    technicians,
  ),
  '/operator/incidents': staffPage(same('/operator/incidents')),
  '/operator/incidents/new': staffPage(same('/operator/incidents/new'), [
    'support',
    'capacity',
    'administrator',
  ]),
  '/operator/incidents/[incident]': {
    ...staffPage(() => `/operator/incidents/${newId('incident')}`),
    control: 404,
  },
  '/operator/maintenance': staffPage(same('/operator/maintenance')),
  '/operator/maintenance/new': staffPage(same('/operator/maintenance/new'), [
    'support',
    'capacity',
    'administrator',
  ]),
  '/operator/maintenance/[maintenance]': {
    ...staffPage(() => `/operator/maintenance/${newId('maintenance')}`),
    control: 404,
  },
  '/operator/relocations': staffPage(same('/operator/relocations'), technicians),
  '/operator/relocations/[relocation]': {
    ...staffPage(() => `/operator/relocations/${newId('relocation')}`, technicians),
    control: 404,
  },
  '/operator/inventory/import': staffPage(same('/operator/inventory/import'), ['capacity', 'administrator']),
  '/operator/inventory/racks/[rack]': staffPage(
    (t) => `/operator/inventory/racks/${t.place.rackId}`,
    technicians,
  ),
  '/operator/inventory/zones/[zone]': staffPage(
    (t) => `/operator/inventory/zones/${t.place.zoneId}`,
    technicians,
  ),
  '/operator/jobs': staffPage(same('/operator/jobs'), operations),
  '/operator/platform': staffPage(same('/operator/platform'), operations),
  '/operator/support': staffPage(same('/operator/support'), supporters),
  '/operator/support/[ticket]': staffPage((t) => `/operator/support/${t.tickets[0]}`, supporters),
  '/operator/moderation': staffPage(same('/operator/moderation'), inspectors),
  '/operator/moderation/rules': staffPage(same('/operator/moderation/rules'), inspectors),
  '/operator/organisations': staffPage(same('/operator/organisations'), fileReaders),
  '/operator/organisations/[id]': {
    ...staffPage((t) => `/operator/organisations/${t.organisationId}`, fileReaders),
    leavesTrace: true,
  },
  '/operator/billing/e-invoices': staffPage(same('/operator/billing/e-invoices'), bookkeepers),
  '/operator/billing/e-reporting': staffPage(same('/operator/billing/e-reporting'), bookkeepers),
  '/operator/billing/exports': staffPage(same('/operator/billing/exports'), bookkeepers),
  '/operator/billing/statements': staffPage(same('/operator/billing/statements'), bookkeepers),
  '/operator/billing/debits': staffPage(same('/operator/billing/debits'), bookkeepers),
  '/operator/billing/dunning': staffPage(same('/operator/billing/dunning'), bookkeepers),
  '/operator/billing': staffPage(same('/operator/billing'), bookkeepers),
  '/operator/billing/concessions': staffPage(same('/operator/billing/concessions'), bookkeepers),
  '/operator/billing/service-credits': staffPage(same('/operator/billing/service-credits'), bookkeepers),
  '/operator/billing/documents': staffPage(same('/operator/billing/documents'), bookkeepers),
  '/operator/billing/documents/[document]': {
    ...staffPage(() => `/operator/billing/documents/${newId('invoice')}`, bookkeepers),
    control: 404,
  },
  '/operator/billing/runs/[run]': {
    ...staffPage(() => `/operator/billing/runs/${newId('billingRun')}`, bookkeepers),
    control: 404,
  },
  '/operator/billing/receivables': staffPage(same('/operator/billing/receivables'), bookkeepers),
  '/operator/billing/seller': staffPage(same('/operator/billing/seller'), bookkeepers),
  '/operator/sla': staffPage(same('/operator/sla'), promisers),
  '/operator/qualifications': staffPage(same('/operator/qualifications'), promisers),
  '/operator/sla/contract': staffPage(same('/operator/sla/contract'), promisers),
  '/operator/sagas': staffPage(same('/operator/sagas'), operations),
  '/operator/sagas/[saga]': staffPage((t) => `/operator/sagas/${t.estate.sagaId}`, operations),
  '/operator/security': staffPage(same('/operator/security')),
  '/operator/sign-in': at('operator', 'public')(same('/operator/sign-in')),
}
