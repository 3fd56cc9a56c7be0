import type { MailTemplate } from '../../frame'

export const costAnomaly: MailTemplate<{
  name: string
  organisation: string
  project: string
  day: string
  spent: string
  expected: string
  causes: readonly { name: string; spent: string; usual: string }[]
  url: string
}> = {
  fr: ({ name, organisation, project, day, spent, expected, causes, url }) => ({
    subject: `Coût inhabituel du projet « ${project} » le ${day}`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `Le ${day}, le projet « ${project} » de ${organisation} a coûté ${spent} HT. D’après les quatre semaines précédentes, ${expected} HT étaient attendus.`,
      ...causes.map((cause) => `${cause.name} : ${cause.spent} au lieu de ${cause.usual} d’habitude.`),
      'Vous ne recevrez pas d’autre message tant que cela dure. Le seuil se règle, ou se désactive, sur la page des coûts.',
    ],
    action: { label: 'Voir les coûts', url },
  }),
  en: ({ name, organisation, project, day, spent, expected, causes, url }) => ({
    subject: `Cost anomaly in project “${project}” on ${day}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `On ${day}, project “${project}” of ${organisation} cost ${spent} excl. VAT. Based on the previous four weeks, ${expected} excl. VAT was expected.`,
      ...causes.map((cause) => `${cause.name}: ${cause.spent} instead of the usual ${cause.usual}.`),
      'You will get no other message while this continues. You can change or turn off this alert on the Costs page.',
    ],
    action: { label: 'View costs', url },
  }),
}
