import { withQuery } from './query'

export const operatorRoutes = {
  home: () => '/operator',
  signIn: (next?: string) => withQuery('/operator/sign-in', next ? { next } : {}),
  security: () => '/operator/security',
  /** The filtered queue, at one case; the names are those of `readQueueFilter`. */
  moderation: (
    query: { case?: string; part?: string; kind?: string; assigned?: string; customer?: 'open' } = {},
  ) =>
    withQuery(
      '/operator/moderation',
      Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => !!entry[1])),
    ),
  tickets: (query: Readonly<Record<string, string>> = {}) => withQuery('/operator/support', query),
  ticket: (ticketId: string, query: Readonly<Record<string, string>> = {}) =>
    withQuery(`/operator/support/${ticketId}`, query),
  attachToTicket: (name: string) => withQuery('/api/live/operator/ticket-attachments', { name }),
  ticketAttachment: (attachmentId: string) => `/api/live/operator/ticket-attachments/${attachmentId}`,
  importStatement: (name: string) => withQuery('/api/live/operator/bank-statements', { name }),
  importStatusReport: (name: string) => withQuery('/api/live/operator/status-reports', { name }),
  acceptanceRules: () => '/operator/moderation/rules',
  organisations: () => '/operator/organisations',
  organisation: (organisationId: string) => `/operator/organisations/${organisationId}`,
  catalogue: () => '/operator/catalogue',
  commitmentRates: () => '/operator/catalogue/commitments',
  negotiated: () => '/operator/catalogue/negotiated',
  negotiatedOf: (organisationId: string) => `/operator/catalogue/negotiated/${organisationId}`,
  promotions: () => '/operator/catalogue/promotions',
  traffic: () => '/operator/catalogue/traffic',
  bundle: (bundleId: string) => `/operator/catalogue/${bundleId}`,
  inventory: () => '/operator/inventory',
  importHosts: () => '/operator/inventory/import',
  liveHostMetrics: (hostId: string, range: string) =>
    withQuery(`/api/live/operator/hosts/${hostId}/metrics`, { range }),
  exportHosts: () => '/api/live/operator/hosts',
  zone: (zoneId: string) => `/operator/inventory/zones/${zoneId}`,
  rack: (rackId: string) => `/operator/inventory/racks/${rackId}`,
  host: (hostId: string) => `/operator/inventory/hosts/${hostId}`,
  hostLoss: (hostId: string) => `/operator/inventory/hosts/${hostId}/loss`,
  rebalance: (zoneId: string, moves?: number) =>
    withQuery(`/operator/inventory/zones/${zoneId}/rebalance`, moves ? { moves: String(moves) } : {}),
  /** A what-if question about a zone. */
  plan: (zoneId: string, query: Readonly<Record<string, string>> = {}) =>
    withQuery(`/operator/inventory/zones/${zoneId}/plan`, query),
  forecast: (zoneId: string) => `/operator/inventory/zones/${zoneId}/forecast`,
  relocations: () => '/operator/relocations',
  relocation: (relocationId: string) => `/operator/relocations/${relocationId}`,
  liveRelocation: (relocationId: string) => `/api/live/operator/relocations/${relocationId}`,
  incidents: (query: Readonly<Record<string, string>> = {}) => withQuery('/operator/incidents', query),
  newIncident: (place?: string) => withQuery('/operator/incidents/new', place ? { place } : {}),
  incident: (incidentId: string) => `/operator/incidents/${incidentId}`,
  maintenance: () => '/operator/maintenance',
  /** `place`: the affected place; `relocation`: the drain that empties it beforehand. */
  newMaintenance: (query: { place?: string; relocation?: string } = {}) =>
    withQuery('/operator/maintenance/new', query),
  maintenanceWindow: (maintenanceId: string) => `/operator/maintenance/${maintenanceId}`,
  hypervisors: () => '/operator/hypervisors',
  drifts: () => '/operator/drifts',
  recovery: () => '/operator/recovery',
  names: () => '/operator/names',
  billing: () => '/operator/billing',
  billingRun: (runId: string) => `/operator/billing/runs/${runId}`,
  billingDocuments: (query: Readonly<Record<string, string>> = {}) =>
    withQuery('/operator/billing/documents', query),
  billingDocument: (documentId: string) => `/operator/billing/documents/${documentId}`,
  statements: () => '/operator/billing/statements',
  debits: () => '/operator/billing/debits',
  debitFile: (batchId: string) => `/api/live/operator/debits/${batchId}`,
  dunning: () => '/operator/billing/dunning',
  billingExports: (period?: string) => withQuery('/operator/billing/exports', period ? { period } : {}),
  einvoices: () => '/operator/billing/e-invoices',
  ereporting: () => '/operator/billing/e-reporting',
  declarationFile: (declarationId: string) => `/api/live/operator/billing/declarations/${declarationId}`,
  serviceList: (month: string, format: 'csv' | 'xml') =>
    `/api/live/operator/billing/services/${month}/${format}`,
  documentFile: (documentId: string, kind: 'pdf' | 'cii') =>
    `/api/live/operator/billing/files/${documentId}/${kind}`,
  exportFile: (kind: string, format: string, period: string) =>
    `/api/live/operator/billing/exports/${kind}/${format}/${period}`,
  preparedExport: (exportId: string) => `/api/live/operator/billing/prepared/${exportId}`,
  billingReceivables: () => '/operator/billing/receivables',
  serviceCredits: (query: Readonly<Record<string, string>> = {}) =>
    withQuery('/operator/billing/service-credits', query),
  serviceCreditEvidence: (assessmentId: string) =>
    `/api/live/operator/billing/service-levels/${assessmentId}`,
  billingConcessions: () => '/operator/billing/concessions',
  billingSeller: () => '/operator/billing/seller',
  serviceLevels: () => '/operator/sla',
  serviceContract: () => '/operator/sla/contract',
  qualifications: () => '/operator/qualifications',
  sagas: () => '/operator/sagas',
  saga: (sagaId: string) => `/operator/sagas/${sagaId}`,
  liveStream: () => '/api/live/operator/stream',
  liveSagas: (query: Readonly<Record<string, string>>) => withQuery('/api/live/operator/sagas', query),
  liveSaga: (sagaId: string) => `/api/live/operator/sagas/${sagaId}`,
  jobs: () => '/operator/jobs',
  platform: () => '/operator/platform',
  search: (q: string) => withQuery('/api/live/operator/search', { q }),
  staff: () => '/operator/staff',
  journalFile: (filter: Readonly<Record<string, string>> = {}) =>
    withQuery('/api/live/operator/journal', filter),
  audit: (organisationId?: string) =>
    withQuery('/operator/audit', organisationId ? { o: organisationId } : {}),
}
