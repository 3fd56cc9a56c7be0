import { withQuery } from './query'

/** The parts of a server's page; without one, what is looked at most. */
export const instanceTabs = ['storage', 'network', 'metrics', 'history'] as const
export type InstanceTab = (typeof instanceTabs)[number]

/** What its page can be opened for: it then asks for confirmation at once. */
export type InstanceAct = 'start' | 'stop' | 'restart' | 'resize'

const base = (organisationId: string) => `/o/${organisationId}`

export const organisationRoutes = {
  home: (organisationId: string) => base(organisationId),
  moderation: (organisationId: string) => `${base(organisationId)}/moderation`,
  notices: (organisationId: string) => `${base(organisationId)}/notices`,
  /** `line`: the lines of a cart, as in its link; `from`: a past order or a resource to order again. */
  order: (
    organisationId: string,
    query: {
      bundle?: string
      zone?: string
      from?: string
      project?: string
      line?: string[]
      /** The quote that this cart revises. */
      quote?: string
    } = {},
  ) => {
    const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
    const search = new URLSearchParams(pairs).toString()
    return `${base(organisationId)}/order${search ? `?${search}` : ''}`
  },
  orders: (organisationId: string, query: { project?: string } = {}) =>
    withQuery(`${base(organisationId)}/orders`, query),
  orderDetail: (organisationId: string, orderId: string) => `${base(organisationId)}/orders/${orderId}`,
  /** The list, optionally of one project. */
  quotes: (organisationId: string) => `${base(organisationId)}/quotes`,
  quote: (organisationId: string, quoteId: string) => `${base(organisationId)}/quotes/${quoteId}`,
  quoteFile: (organisationId: string, quoteId: string) =>
    `/api/live/quotes/${quoteId}?organisationId=${organisationId}`,
  approvals: (organisationId: string) => `${base(organisationId)}/approvals`,
  purchaseOrders: (organisationId: string) => `${base(organisationId)}/purchase-orders`,
  purchaseOrder: (organisationId: string, purchaseOrderId: string) =>
    `${base(organisationId)}/purchase-orders/${purchaseOrderId}`,
  /** Uploads a file attached to a purchase order; the body is the file. */
  attachDocument: (organisationId: string, query: { purchaseOrderId: string; name: string }) =>
    withQuery('/api/purchase-order-documents', { organisationId, ...query }),
  purchaseOrderDocument: (organisationId: string, documentId: string) =>
    withQuery(`/api/purchase-order-documents/${documentId}`, { organisationId }),
  instances: (organisationId: string, query: { project?: string } = {}) =>
    withQuery(`${base(organisationId)}/instances`, query),
  instance: (
    organisationId: string,
    instanceId: string,
    query: { tab?: InstanceTab; do?: InstanceAct } = {},
  ) => withQuery(`${base(organisationId)}/instances/${instanceId}`, query),
  console: (organisationId: string, instanceId: string) =>
    `${base(organisationId)}/instances/${instanceId}/console`,
  volumes: (organisationId: string, query: { project?: string } = {}) =>
    withQuery(`${base(organisationId)}/volumes`, query),
  volume: (organisationId: string, volumeId: string) => `${base(organisationId)}/volumes/${volumeId}`,
  backups: (organisationId: string) => `${base(organisationId)}/backups`,
  images: (organisationId: string) => `${base(organisationId)}/images`,
  networks: (organisationId: string) => `${base(organisationId)}/networks`,
  networkMap: (organisationId: string) => `${base(organisationId)}/networks/map`,
  balancers: (organisationId: string, query: { project?: string } = {}) =>
    withQuery(`${base(organisationId)}/balancers`, query),
  newBalancer: (organisationId: string, query: { project?: string } = {}) =>
    withQuery(`${base(organisationId)}/balancers/new`, query),
  balancer: (organisationId: string, balancerId: string) => `${base(organisationId)}/balancers/${balancerId}`,
  balancerSettings: (organisationId: string, balancerId: string) =>
    `${base(organisationId)}/balancers/${balancerId}/settings`,
  certificates: (organisationId: string) => `${base(organisationId)}/balancers/certificates`,
  firewall: (organisationId: string, setId?: string) =>
    `${base(organisationId)}/firewall${setId ? `#${setId}` : ''}`,
  moves: (organisationId: string) => `${base(organisationId)}/moves`,
  incidents: (organisationId: string) => `${base(organisationId)}/incidents`,
  incident: (organisationId: string, incidentId: string) => `${base(organisationId)}/incidents/${incidentId}`,
  billing: (organisationId: string, query: { year?: string; period?: string } = {}) =>
    withQuery(`${base(organisationId)}/billing`, query),
  billingCosts: (organisationId: string, by?: string, tag?: string) =>
    withQuery(`${base(organisationId)}/billing/costs`, { ...(by && { by }), ...(tag && { tag }) }),
  billingPayment: (organisationId: string) => `${base(organisationId)}/billing/payment`,
  statementOfAccount: (organisationId: string, format: 'csv' | 'pdf') =>
    `/api/billing/${organisationId}/statement/${format}`,
  billingSettings: (organisationId: string) => `${base(organisationId)}/billing/settings`,
  billingExports: (organisationId: string, period?: string) =>
    withQuery(`${base(organisationId)}/billing/exports`, period ? { period } : {}),
  exportPreview: (organisationId: string, period: string, preview: string, format?: string) =>
    withQuery(`${base(organisationId)}/billing/exports`, {
      period,
      preview,
      ...(format !== undefined && { format }),
    }),
  documentFile: (organisationId: string, documentId: string, kind: 'pdf' | 'cii') =>
    `/api/billing/${organisationId}/files/${documentId}/${kind}`,
  /** Several documents in one ZIP. */
  documentArchive: (organisationId: string, ids: readonly string[]) =>
    `/api/billing/${organisationId}/archive?ids=${ids.join(',')}`,
  exportFile: (organisationId: string, kind: string, format: string, period: string) =>
    `/api/billing/${organisationId}/exports/${kind}/${format}/${period}`,
  preparedExport: (organisationId: string, exportId: string) =>
    `/api/billing/${organisationId}/prepared/${exportId}`,
  serviceCredits: (organisationId: string, query: { period?: string } = {}) =>
    withQuery(`${base(organisationId)}/billing/service-credits`, query),
  serviceCreditEvidence: (organisationId: string, assessmentId: string) =>
    `/api/billing/${organisationId}/service-levels/${assessmentId}`,
  billingDocument: (organisationId: string, documentId: string) =>
    `${base(organisationId)}/billing/documents/${documentId}`,
  billingLine: (organisationId: string, documentId: string, line: number) =>
    `${base(organisationId)}/billing/documents/${documentId}?line=${line}#ligne-${line}`,
  /** The names are those of `serviceLevelsInput`. */
  serviceLevels: (organisationId: string, query: Readonly<Record<string, string>> = {}) =>
    withQuery(`${base(organisationId)}/sla`, query),
  serviceLevelEvidence: (organisationId: string, resourceId: string, month?: string) =>
    withQuery(`${base(organisationId)}/sla/${resourceId}`, month ? { month } : {}),
  serviceLevelFile: (organisationId: string, month: string, format: 'csv' | 'pdf') =>
    `/api/sla/${organisationId}/${month}/${format}`,
  commitments: (organisationId: string) => `${base(organisationId)}/commitments`,
  budgets: (organisationId: string) => `${base(organisationId)}/budgets`,
  tickets: (organisationId: string, query: Readonly<Record<string, string>> = {}) =>
    withQuery(`${base(organisationId)}/support`, query),
  ticket: (organisationId: string, ticketId: string) => `${base(organisationId)}/support/${ticketId}`,
  attachToTicket: (organisationId: string, name: string) =>
    withQuery('/api/ticket-attachments', { organisationId, name }),
  ticketAttachment: (organisationId: string, attachmentId: string) =>
    withQuery(`/api/ticket-attachments/${attachmentId}`, { organisationId }),
  webhooks: (organisationId: string) => `${base(organisationId)}/webhooks`,
  tokens: (organisationId: string) => `${base(organisationId)}/tokens`,
  projects: (organisationId: string) => `${base(organisationId)}/projects`,
  project: (organisationId: string, projectId: string) => `${base(organisationId)}/projects/${projectId}`,
  keys: (organisationId: string) => `${base(organisationId)}/keys`,
  members: (organisationId: string) => `${base(organisationId)}/members`,
  journal: (organisationId: string) => `${base(organisationId)}/audit`,
  journalFile: (organisationId: string, filter: Readonly<Record<string, string>> = {}) =>
    withQuery(`/api/journal/${organisationId}`, filter),
  settings: (organisationId: string) => `${base(organisationId)}/settings`,
  live: {
    stream: (organisationId: string) => withQuery('/api/live/stream', { organisationId }),
    /** Servers, volumes and load balancers by a few letters, for the command palette. */
    search: (organisationId: string, q: string) => withQuery('/api/live/search', { organisationId, q }),
    order: (organisationId: string, orderId: string) =>
      `/api/live/orders/${orderId}?organisationId=${organisationId}`,
    instances: (organisationId: string, query: Record<string, string> = {}) =>
      withQuery('/api/live/instances', { organisationId, ...query }),
    volumes: (organisationId: string, query: Record<string, string> = {}) =>
      withQuery('/api/live/volumes', { organisationId, ...query }),
    balancers: (organisationId: string, query: Record<string, string> = {}) =>
      withQuery('/api/live/balancers', { organisationId, ...query }),
    balancer: (organisationId: string, balancerId: string) =>
      withQuery(`/api/live/balancers/${balancerId}`, { organisationId }),
    backups: (organisationId: string) => withQuery('/api/live/backups', { organisationId }),
    inbox: (organisationId: string) => withQuery('/api/live/inbox', { organisationId }),
    news: (organisationId: string) => withQuery('/api/live/news', { organisationId }),
    images: (organisationId: string) => withQuery('/api/live/images', { organisationId }),
    volume: (organisationId: string, volumeId: string) =>
      withQuery(`/api/live/volumes/${volumeId}`, { organisationId }),
    instance: (organisationId: string, instanceId: string) =>
      `/api/live/instances/${instanceId}?organisationId=${organisationId}`,
    instanceMetrics: (organisationId: string, instanceId: string, range: string) =>
      withQuery(`/api/live/instances/${instanceId}/metrics`, { organisationId, range }),
    timeline: (organisationId: string, resourceId: string, from: string, to: string) =>
      withQuery(`/api/live/timeline/${resourceId}`, { organisationId, from, to }),
    references: (organisationId: string, payerSiret: string) =>
      withQuery('/api/live/references', { organisationId, payerSiret }),
    /** The current price of a cart, and the promotions of a code. */
    price: (organisationId: string, query: { lines: string; purchaseOrder: string } | { code: string }) =>
      withQuery('/api/live/price', { organisationId, ...query }),
    stock: (organisationId: string) => `/api/live/stock?organisationId=${organisationId}`,
  },
}
