import { withQuery } from './query'

const base = (organisationId: string) => `/o/${organisationId}`

export const organisationRoutes = {
  home: (organisationId: string) => base(organisationId),
  moderation: (organisationId: string) => `${base(organisationId)}/moderation`,
  order: (organisationId: string, query: { bundle?: string; zone?: string } = {}) => {
    const search = new URLSearchParams(query).toString()
    return `${base(organisationId)}/order${search ? `?${search}` : ''}`
  },
  orders: (organisationId: string) => `${base(organisationId)}/orders`,
  orderDetail: (organisationId: string, orderId: string) => `${base(organisationId)}/orders/${orderId}`,
  instances: (organisationId: string) => `${base(organisationId)}/instances`,
  instance: (organisationId: string, instanceId: string) => `${base(organisationId)}/instances/${instanceId}`,
  console: (organisationId: string, instanceId: string) =>
    `${base(organisationId)}/instances/${instanceId}/console`,
  volumes: (organisationId: string) => `${base(organisationId)}/volumes`,
  volume: (organisationId: string, volumeId: string) => `${base(organisationId)}/volumes/${volumeId}`,
  networks: (organisationId: string) => `${base(organisationId)}/networks`,
  moves: (organisationId: string) => `${base(organisationId)}/moves`,
  keys: (organisationId: string) => `${base(organisationId)}/keys`,
  members: (organisationId: string) => `${base(organisationId)}/members`,
  journal: (organisationId: string) => `${base(organisationId)}/audit`,
  settings: (organisationId: string) => `${base(organisationId)}/settings`,
  live: {
    /** Servers and volumes by a few letters, for the palette. */
    search: (organisationId: string, q: string) => withQuery('/api/live/search', { organisationId, q }),
    order: (organisationId: string, orderId: string) =>
      `/api/live/orders/${orderId}?organisationId=${organisationId}`,
    instances: (organisationId: string, query: Record<string, string> = {}) =>
      withQuery('/api/live/instances', { organisationId, ...query }),
    volumes: (organisationId: string, query: Record<string, string> = {}) =>
      withQuery('/api/live/volumes', { organisationId, ...query }),
    volume: (organisationId: string, volumeId: string) =>
      withQuery(`/api/live/volumes/${volumeId}`, { organisationId }),
    instance: (organisationId: string, instanceId: string) =>
      `/api/live/instances/${instanceId}?organisationId=${organisationId}`,
    instanceMetrics: (organisationId: string, instanceId: string, range: string) =>
      withQuery(`/api/live/instances/${instanceId}/metrics`, { organisationId, range }),
    stock: (organisationId: string) => `/api/live/stock?organisationId=${organisationId}`,
  },
}
