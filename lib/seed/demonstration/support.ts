import type { AnswerOutcome, TicketCategory } from '~/lib/support/client'

/** A message after the opening, in hours: by the customer, by support, or as an internal note. */
type TicketMessage =
  | { by: 'customer'; after: number; body: string }
  | { by: 'support'; after: number; body: string; leaves: AnswerOutcome }
  | { by: 'note'; after: number; body: string }
  | { by: 'taken'; after: number }
  | { by: 'closed'; after: number }

export type TicketPlan = {
  key: string
  asker: string
  role: 'owner' | 'technical' | 'billing'
  hoursAgo: number
  /** Age in support's business hours, in place of `hoursAgo`. */
  businessHoursAgo?: number
  subject: string
  category: Exclude<TicketCategory, 'sla_contest'>
  impact: 'down' | 'degraded' | 'minor' | 'none'
  /** The server concerned. */
  server?: string
  body: string
  file?: { name: string; text: string }
  later: readonly TicketMessage[]
}

export const supportAgent = 'support@andromede.example'

/** Tickets in every state, oldest first; hours are counted back from seeding. */
export const ticketPlans: readonly TicketPlan[] = [
  {
    key: 'valmont',
    asker: 'anne.besson@valmont.example',
    role: 'owner',
    hoursAgo: 40 * 24,
    subject: 'Séparer les accès de deux services',
    category: 'question',
    impact: 'none',
    body: 'Les services état civil et urbanisme peuvent-ils avoir chacun leurs serveurs sans voir ceux de l’autre ?',
    later: [
      {
        by: 'support',
        after: 0.5,
        leaves: 'resolved',
        body: 'Oui : créez un projet par service et invitez leurs agents avec un rôle dans ce projet seulement. Ils ne verront que lui.',
      },
      { by: 'customer', after: 3, body: 'C’est exactement ce qu’il nous fallait, merci.' },
      { by: 'closed', after: 3.1 },
    ],
  },
  {
    key: 'valmont',
    asker: 'odile.renard@valmont.example',
    role: 'billing',
    hoursAgo: 9 * 24,
    subject: 'Numéro d’engagement sur la facture',
    category: 'billing',
    impact: 'none',
    body: 'La trésorerie demande que le numéro d’engagement figure sur chaque facture. Où le saisir une fois pour toutes ?',
    later: [
      {
        by: 'support',
        after: 0.6,
        leaves: 'waiting',
        body: 'Chaque commande porte son numéro, et vos réglages de références peuvent le rendre obligatoire. Souhaitez-vous une facture par engagement, ou une seule qui les détaille ?',
      },
    ],
  },
  {
    key: 'lumen',
    asker: 'yann.legoff@atelier-lumen.example',
    role: 'technical',
    hoursAgo: 6 * 24,
    subject: 'Les rendus n’avancent plus',
    category: 'incident',
    impact: 'down',
    body: 'Depuis 3 h du matin aucune image ne sort. Le journal du gestionnaire de files est joint.',
    file: {
      name: 'gestionnaire.log',
      text: '03:02:11 file suspendue : stockage lent\n03:02:41 file suspendue : stockage lent\n03:05:02 arrêt\n',
    },
    later: [
      { by: 'taken', after: 2.4 },
      {
        by: 'note',
        after: 2.5,
        body: 'Astreinte non prévenue : l’objectif d’une heure est manqué. Voir la rotation.',
      },
      {
        by: 'support',
        after: 2.8,
        leaves: 'resolved',
        body: 'Le stockage a été ralenti par une reconstruction, terminée à 5 h 40. Nous vous devons une réponse plus rapide et revoyons notre astreinte.',
      },
      {
        by: 'customer',
        after: 30,
        body: 'Les rendus ont repris, mais restent deux fois plus lents qu’avant.',
      },
    ],
  },
  {
    key: 'valmont',
    asker: 'karim.haddad@valmont.example',
    role: 'technical',
    hoursAgo: 3 * 24,
    subject: 'Lenteur du serveur de l’état civil',
    category: 'incident',
    impact: 'degraded',
    server: 'etat-civil',
    body: 'Les actes mettent dix secondes à s’afficher depuis ce matin.',
    later: [
      { by: 'taken', after: 0.2 },
      {
        by: 'support',
        after: 0.4,
        leaves: 'waiting',
        body: 'Le processeur de votre serveur est occupé à plein par une seule tâche. Une sauvegarde applicative tourne-t-elle ?',
      },
      { by: 'customer', after: 2, body: 'Oui, elle était restée bloquée. Arrêtée : tout va bien.' },
      {
        by: 'support',
        after: 2.3,
        leaves: 'resolved',
        body: 'Merci du retour. Planifiez-la la nuit si elle doit durer.',
      },
    ],
  },
  {
    key: 'brevannes',
    asker: 'hugo.petit@ch-brevannes.example',
    role: 'technical',
    hoursAgo: 26,
    subject: 'Attestation pour notre analyse de risques',
    category: 'security',
    impact: 'none',
    body: 'Notre responsable de la sécurité a besoin de la liste des mesures de cloisonnement entre clients.',
    later: [
      { by: 'taken', after: 0.3 },
      { by: 'note', after: 0.4, body: 'Document demandé à l’équipe conformité, attendu demain.' },
      {
        by: 'support',
        after: 0.5,
        leaves: 'in_progress',
        body: 'Nous préparons le document et vous l’envoyons ici demain.',
      },
    ],
  },
  {
    key: 'brevannes',
    asker: 'hugo.petit@ch-brevannes.example',
    role: 'technical',
    hoursAgo: 0.3,
    subject: 'Restaurer un seul fichier d’une sauvegarde',
    category: 'question',
    impact: 'minor',
    server: 'dossier-patient',
    body: 'Faut-il restaurer toute la sauvegarde pour en reprendre un seul répertoire ?',
    later: [],
  },
  // Half an hour of the four is left.
  {
    key: 'nordix',
    asker: 'ines.dubois@nordix.example',
    role: 'owner',
    hoursAgo: 0,
    businessHoursAgo: 3.5,
    subject: 'Connexions refusées par intermittence',
    category: 'incident',
    impact: 'degraded',
    body: 'Une connexion sur dix environ est refusée depuis la fin de matinée, sans changement de notre côté.',
    later: [],
  },
]
