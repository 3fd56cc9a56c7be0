import { landing } from './landing'
import { withQuery } from './query'

export const publicRoutes = {
  landing,
  catalogue: () => '/offres',
  /** What a month of a choice of bundles costs; the choice stands in the address. */
  estimate: (query: Readonly<Record<string, string>> = {}) => withQuery('/estimation', query),
  /** What a link to a quote shows to whoever has it. */
  sharedQuote: (secret: string) => `/devis/${secret}`,
  sharedQuoteFile: (secret: string) => `/api/devis/${secret}`,
  /** Joins an organisation, for whoever was invited by mail. */
  invitation: (secret: string) => `/invitation/${secret}`,
  /** Leads who was asked by mail to the order that they decide about. */
  approvalLink: (secret: string) => `/compte/approbation/${secret}`,
  zones: () => '/zones',
  serviceLevels: () => '/niveaux-de-service',
  status: () => '/etat',
  statusFeed: () => '/etat/atom.xml',
  statusConfirm: (token: string) => `/etat/abonnement/${token}`,
  statusUnsubscribe: (token: string) => `/etat/desabonnement/${token}`,
  /** Whose address was given for the alerts of an organisation accepts or removes it there. */
  alertRecipient: (token: string) => `/alertes/${token}`,
  /** Work announced in a zone, for calendars. */
  zoneCalendar: (zoneCode: string) => `/etat/calendrier/${zoneCode}`,
  maintenanceCalendar: (secret: string) => `/api/calendar/${secret}`,
  /** Where the provider of cards posts its notices. */
  cardNotices: () => '/api/card-payments/notices',
  signUp: () => '/inscription',
  /** `next`: where to go on after signing in. */
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
  /** What the company directory says about an identifier, for the sign-up form. */
  directoryLookUp: (kind: string, identifier: string) =>
    withQuery('/api/live/directory', { kind, identifier }),
}
