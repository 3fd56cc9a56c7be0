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
      `We missed the promised availability: ${amount} excl. VAT is automatically deducted from the invoices of ${customer}.`,
      `Affected resources: ${count}. Each credit shows the measurements, the exclusions and the calculation. You can dispute a month on the same page.`,
    ],
    action: { label: 'View credits and evidence', url },
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
      `A service credit for ${customer} was calculated from data that has since been corrected: ${amount} excl. VAT is charged back on an invoice line that gives the reason.`,
      `Affected resources: ${count}. You can compare the old and the new calculation, and dispute the correction on the same page.`,
    ],
    action: { label: 'View credits and evidence', url },
  }),
}
