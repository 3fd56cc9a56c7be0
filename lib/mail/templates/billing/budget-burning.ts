import type { MailTemplate } from '../../frame'

type Params = { name: string; fast: readonly string[]; slow: readonly string[]; url: string }

const shownMax = 20
const listed = (names: readonly string[]) =>
  `${names.slice(0, shownMax).join(', ')}${names.length > shownMax ? ', …' : ''}`

export const budgetBurning: MailTemplate<Params> = {
  fr: ({ name, fast, slow, url }) => ({
    subject: fast.length > 0 ? 'Disponibilité promise : perte rapide' : 'Disponibilité promise : perte lente',
    greeting: `Bonjour ${name},`,
    paragraphs: [
      ...(fast.length > 0
        ? [
            `Ces ressources ont perdu en une heure au moins 2 % de l’indisponibilité qu’un mois leur permet, et continuent : ${listed(fast)}.`,
          ]
        : []),
      ...(slow.length > 0
        ? [`Ces ressources en ont perdu au moins 5 % en six heures, et continuent : ${listed(slow)}.`]
        : []),
    ],
    action: { label: 'Voir les niveaux de service', url },
  }),
  en: ({ name, fast, slow, url }) => ({
    subject:
      fast.length > 0
        ? 'Availability objective at risk: fast loss'
        : 'Availability objective at risk: slow loss',
    greeting: `Hello ${name},`,
    paragraphs: [
      ...(fast.length > 0
        ? [
            `Within an hour, these resources have used at least 2% of their downtime budget for the month, and the loss continues: ${listed(fast)}.`,
          ]
        : []),
      ...(slow.length > 0
        ? [
            `Within six hours, these resources have used at least 5% of their downtime budget for the month, and the loss continues: ${listed(slow)}.`,
          ]
        : []),
    ],
    action: { label: 'View service levels', url },
  }),
}
