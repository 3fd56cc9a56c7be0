import { landing } from './landing'
import { withQuery } from './query'

export const publicRoutes = {
  landing,
  catalogue: () => '/offres',
  /** The monthly price of a choice of bundles, which is part of the address. */
  estimate: (query: Readonly<Record<string, string>> = {}) => withQuery('/estimation', query),
  /** A shared quote, for everyone with the link. */
  sharedQuote: (secret: string) => `/devis/${secret}`,
  sharedQuoteFile: (secret: string) => `/api/devis/${secret}`,
  /** Joins an organisation by a mailed invitation. */
  invitation: (secret: string) => `/invitation/${secret}`,
  /** Leads a mailed approver to the order. */
  approvalLink: (secret: string) => `/compte/approbation/${secret}`,
  zones: () => '/zones',
  /** Who owns and operates the platform, under which law, and what is qualified and measured. */
  facts: () => '/souverainete',
  serviceLevels: () => '/niveaux-de-service',
  status: () => '/etat',
  statusFeed: () => '/etat/atom.xml',
  statusConfirm: (token: string) => `/etat/abonnement/${token}`,
  statusUnsubscribe: (token: string) => `/etat/desabonnement/${token}`,
  /** Lets the owner of an alert address accept or remove it. */
  alertRecipient: (token: string) => `/alertes/${token}`,
  /** Announced maintenance of a zone, for calendars. */
  zoneCalendar: (zoneCode: string) => `/etat/calendrier/${zoneCode}`,
  maintenanceCalendar: (secret: string) => `/api/calendar/${secret}`,
  /** Endpoint for notices of the card provider. */
  cardNotices: () => '/api/card-payments/notices',
  /** The reference of the API: all operations, or those that contain a text. */
  apiReference: (text?: string) => withQuery('/docs/api', text ? { q: text } : {}),
  apiOperation: (operationId: string) => `/docs/api/${operationId}`,
  apiDocument: () => '/docs/api/openapi.json',
  /** The command line, one file. */
  commandLine: () => '/docs/api/andromede',
  signUp: () => '/inscription',
  /** `next`: the page after signing in. */
  signIn: (next?: string) => withQuery('/connexion', next ? { next } : {}),
  forgottenPassword: () => '/mot-de-passe-oublie',
  resetPassword: (secret: string) => `/mot-de-passe/${secret}`,
  confirmEmail: (secret: string) => `/confirmation/${secret}`,
  mailbox: () => '/messages',
  mail: (mailId: string) => `/messages/${mailId}`,
  terms: () => '/conditions-generales',
  dataProcessing: () => '/sous-traitance',
  legalNotice: () => '/mentions-legales',
  privacy: () => '/confidentialite',
  accessibility: () => '/accessibilite',
  /** The company directory's facts about an identifier, for the sign-up form. */
  directoryLookUp: (kind: string, identifier: string) =>
    withQuery('/api/live/directory', { kind, identifier }),
}
