import { withQuery } from './query'

export const operatorRoutes = {
  home: () => '/operator',
  signIn: (next?: string) => withQuery('/operator/sign-in', next ? { next } : {}),
  security: () => '/operator/security',
  moderation: (organisationId?: string) =>
    organisationId ? `/operator/moderation?o=${organisationId}` : '/operator/moderation',
  organisations: () => '/operator/organisations',
  organisation: (organisationId: string) => `/operator/organisations/${organisationId}`,
  inventory: () => '/operator/inventory',
  host: (hostId: string) => `/operator/inventory/hosts/${hostId}`,
  sagas: () => '/operator/sagas',
  saga: (sagaId: string) => `/operator/sagas/${sagaId}`,
  jobs: () => '/operator/jobs',
  audit: () => '/operator/audit',
}
