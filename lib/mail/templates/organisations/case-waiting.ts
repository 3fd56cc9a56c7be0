import type { MailTemplate } from '../../frame'

type Kind = 'order' | 'quote' | 'references'
type Params = { name: string; organisation: string; kind: Kind; number: string; url: string }

const fr: Record<Kind, string> = {
  order: 'a passé une commande qu’aucune règle n’accepte automatiquement',
  quote: 'demande un devis qui réserverait une large part de la capacité',
  references: 'a commandé avec des références que l’annuaire n’a pas pu vérifier',
}
const en: Record<Kind, string> = {
  order: 'has placed an order that no rule accepts automatically',
  quote: 'has requested a quote that would hold a large share of the capacity',
  references: 'has ordered with references that the directory could not check',
}

export const caseWaiting: MailTemplate<Params> = {
  fr: ({ name, organisation, kind, number, url }) => ({
    subject: `À modérer : ${number}, ${organisation}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [`${organisation} ${fr[kind]} (${number}).`],
    action: { label: 'Ouvrir la file', url },
  }),
  en: ({ name, organisation, kind, number, url }) => ({
    subject: `Waiting for moderation: ${number}, ${organisation}`,
    greeting: `Hello ${name},`,
    paragraphs: [`${organisation} ${en[kind]} (${number}).`],
    action: { label: 'View queue', url },
  }),
}
