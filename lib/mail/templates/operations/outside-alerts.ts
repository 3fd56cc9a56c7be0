import { formatMoney } from '~/lib/kernel/text/format'
import type { MailTemplate, MailText } from '../../frame'

type Outside = { organisation: string; url: string }

/** The only action available to a recipient without an account. */
const removal = (url: string) => ({
  fr: {
    action: { label: 'Ne plus recevoir ces alertes', url },
    note: 'Cette adresse a été ajoutée par l’organisation et confirmée par vous. Elle n’ouvre aucun accès.',
  },
  en: {
    action: { label: 'Stop receiving these alerts', url },
    note: 'The organisation added this address and you confirmed it. It gives no access to the portal.',
  },
})

export const alertRecipientConfirm: MailTemplate<Outside> = {
  fr: ({ organisation, url }) => ({
    subject: `${organisation} souhaite vous envoyer ses alertes de dépense`,
    greeting: 'Bonjour,',
    paragraphs: [
      `${organisation} a donné cette adresse pour qu’elle reçoive les alertes de ses budgets et de ses bons de commande chez Andromède.`,
      'Rien ne vous sera envoyé tant que vous n’aurez pas accepté.',
    ],
    action: { label: 'Accepter ou refuser', url },
    note: 'Sans réponse, l’adresse est effacée au bout de sept jours.',
  }),
  en: ({ organisation, url }) => ({
    subject: `${organisation} would like to send you its spending alerts`,
    greeting: 'Hello,',
    paragraphs: [
      `${organisation} would like this address to receive its budget and purchase order alerts from Andromède.`,
      'We send you nothing until you accept.',
    ],
    action: { label: 'Accept or decline', url },
    note: 'Without an answer, the address is removed after seven days.',
  }),
}

type Budget = Outside & { budget: string; percent: string; spent: string; amount: string }

export const budgetReachedOutside: MailTemplate<Budget> = {
  fr: ({ organisation, budget, percent, spent, amount, url }): MailText => ({
    subject: `${organisation}\u00a0: budget «\u00a0${budget}\u00a0», ${percent}\u00a0% atteints`,
    greeting: 'Bonjour,',
    paragraphs: [
      `${organisation} a dépensé ${spent} HT ce mois-ci sur les ${amount} HT du budget «\u00a0${budget}\u00a0».`,
    ],
    ...removal(url).fr,
  }),
  en: ({ organisation, budget, percent, spent, amount, url }): MailText => ({
    subject: `${organisation}: ${percent}% of the budget “${budget}” reached`,
    greeting: 'Hello,',
    paragraphs: [
      `This month ${organisation} has spent ${spent} of the ${amount} (excl. VAT) in the budget “${budget}”.`,
    ],
    ...removal(url).en,
  }),
}

type PurchaseOrder = Outside & { number: string; percent: number; usedCents: string; ceilingCents: string }

export const purchaseOrderOutside: MailTemplate<PurchaseOrder> = {
  fr: ({ organisation, number, percent, usedCents, ceilingCents, url }): MailText => ({
    subject: `${organisation}\u00a0: bon de commande ${number} consommé à ${percent}\u00a0%`,
    greeting: 'Bonjour,',
    paragraphs: [
      `Le bon de commande ${number} de ${organisation} est consommé à ${percent}\u00a0%\u00a0: ${formatMoney(BigInt(usedCents), 'fr')} HT sur ${formatMoney(BigInt(ceilingCents), 'fr')}.`,
    ],
    ...removal(url).fr,
  }),
  en: ({ organisation, number, percent, usedCents, ceilingCents, url }): MailText => ({
    subject: `${organisation}: ${percent}% of purchase order ${number} is used`,
    greeting: 'Hello,',
    paragraphs: [
      `${percent}% of purchase order ${number} of ${organisation} is used: ${formatMoney(BigInt(usedCents), 'en')} of ${formatMoney(BigInt(ceilingCents), 'en')}, excl. VAT.`,
    ],
    ...removal(url).en,
  }),
}
