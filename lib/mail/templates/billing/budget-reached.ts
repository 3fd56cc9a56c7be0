import type { MailTemplate } from '../../frame'

export const budgetReached: MailTemplate<{
  name: string
  organisation: string
  budget: string
  percent: string
  spent: string
  amount: string
  url: string
}> = {
  fr: ({ name, organisation, budget, percent, spent, amount, url }) => ({
    subject: `Budget « ${budget} » : ${percent} % atteints`,
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${organisation} a dépensé ${spent} HT ce mois-ci sur les ${amount} HT du budget « ${budget} ».`,
    ],
    action: { label: 'Voir les budgets', url },
  }),
  en: ({ name, organisation, budget, percent, spent, amount, url }) => ({
    subject: `Budget “${budget}”: ${percent}% reached`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `This month ${organisation} has spent ${spent} of the ${amount} (excl. VAT) in the budget “${budget}”.`,
    ],
    action: { label: 'View budgets', url },
  }),
}
