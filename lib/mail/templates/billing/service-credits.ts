import type { MailTemplate } from '../../frame'

type Params = { customer: string; amount: string; count: number; url: string }

export const serviceCreditsGranted: MailTemplate<Params> = {
  fr: ({ customer, amount, count, url }) => ({
    subject: `Crédit de service : ${amount} HT`,
    greeting: 'Bonjour,',
    paragraphs: [
      `La disponibilité promise n’a pas été tenue : ${amount} HT sont déduits de ce que doit ${customer}, sans que vous ayez rien à demander.`,
      `Ressources concernées : ${count}. La mesure, les exclusions et le calcul de chacune sont joints à son crédit ; un mois peut être contesté au même endroit.`,
    ],
    action: { label: 'Voir les crédits et leurs preuves', url },
  }),
  en: ({ customer, amount, count, url }) => ({
    subject: `Service credit: ${amount} excl. VAT`,
    greeting: 'Hello,',
    paragraphs: [
      `The availability we promised was not kept: ${amount} excl. VAT are taken off what ${customer} owes, without your having to ask.`,
      `Resources concerned: ${count}. What was measured and left out of each, and how it was reckoned, stands with its credit; a month can be contested in the same place.`,
    ],
    action: { label: 'See the credits and their evidence', url },
  }),
}

export const serviceCreditsCorrected: MailTemplate<Params> = {
  fr: ({ customer, amount, count, url }) => ({
    subject: `Crédit de service rectifié : ${amount} HT`,
    greeting: 'Bonjour,',
    paragraphs: [
      `Un crédit de service de ${customer} avait été calculé sur des faits qui ont été corrigés : ${amount} HT sont repris sur une ligne de facture qui en donne la raison.`,
      `Ressources concernées : ${count}. L’ancien et le nouveau calcul restent l’un à côté de l’autre ; la correction peut être contestée au même endroit.`,
    ],
    action: { label: 'Voir les crédits et leurs preuves', url },
  }),
  en: ({ customer, amount, count, url }) => ({
    subject: `Service credit corrected: ${amount} excl. VAT`,
    greeting: 'Hello,',
    paragraphs: [
      `A service credit of ${customer} had been reckoned from facts that were corrected: ${amount} excl. VAT are taken back by a line of an invoice that says why.`,
      `Resources concerned: ${count}. The old and the new reckoning stay side by side; the correction can be contested in the same place.`,
    ],
    action: { label: 'See the credits and their evidence', url },
  }),
}
