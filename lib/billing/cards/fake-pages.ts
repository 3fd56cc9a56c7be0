import { escapeMarkup } from '~/lib/kernel/text/escape'
import { formatMoney } from '~/lib/kernel/text/format'
import type { FakeOutcome, FakePayment } from './fake-payment'

const words = {
  fr: {
    title: 'Paiement par carte',
    note: 'Prestataire de démonstration : aucune carte n’est débitée. Choisissez ce qui se passe.',
    invoice: 'Facture',
    amount: 'Montant',
    ended: {
      paid: 'Ce paiement est fait.',
      declined: 'Ce paiement a été refusé.',
      expired: 'Cette page a expiré.',
    },
    back: 'Revenir à la facture',
    outcomes: {
      succeed: 'Payer',
      twice: 'Payer, annoncé deux fois',
      late: 'Payer, annoncé plus tard',
      decline: 'Refuser la carte',
      abandon: 'Abandonner',
    },
  },
  en: {
    title: 'Card payment',
    note: 'Demonstration provider: no card is charged. Choose what happens.',
    invoice: 'Invoice',
    amount: 'Amount',
    ended: {
      paid: 'This payment is complete.',
      declined: 'This payment was declined.',
      expired: 'This page has expired.',
    },
    back: 'Back to the invoice',
    outcomes: {
      succeed: 'Pay',
      twice: 'Pay, notified twice',
      late: 'Pay, notified later',
      decline: 'Decline the card',
      abandon: 'Abandon',
    },
  },
} as const

const displayOrder: readonly FakeOutcome[] = ['succeed', 'twice', 'late', 'decline', 'abandon']

/** The hosted payment page. */
export function paymentPage({ cents, invoiceNumber, locale, state, returnUrl }: FakePayment): string {
  const t = words[locale]
  const facts = `<dl><dt>${t.invoice}</dt><dd>${escapeMarkup(invoiceNumber)}</dd><dt>${t.amount}</dt><dd>${escapeMarkup(formatMoney(cents, locale))}</dd></dl>`
  const buttons = displayOrder
    .map((outcome) => `<button name="outcome" value="${outcome}">${t.outcomes[outcome]}</button>`)
    .join('')
  const choice =
    state === 'open'
      ? `<p>${t.note}</p><form method="post">${buttons}</form>`
      : `<p>${t.ended[state]}</p><p><a href="${escapeMarkup(returnUrl)}">${t.back}</a></p>`
  return page(locale, t.title, facts + choice)
}

type Payout = { reference: string; grossCents: bigint; feeCents: bigint }

/** Payments and payouts of the fake provider, for demonstrations. */
export function deskPage(payments: readonly FakePayment[], payouts: readonly Payout[]): string {
  const money = (cents: bigint) => escapeMarkup(formatMoney(cents, 'fr'))
  const taken = payments.map(
    ({ invoiceNumber, cents, state, payout }) =>
      `<tr><td>${escapeMarkup(invoiceNumber)}</td><td>${money(cents)}</td><td>${state}</td><td>${payout?.reference ?? ''}</td></tr>`,
  )
  const passed = payouts.map(
    ({ reference, grossCents, feeCents }) =>
      `<tr><td>${reference}</td><td>${money(grossCents)}</td><td>${money(feeCents)}</td><td>${money(grossCents - feeCents)}</td></tr>`,
  )
  const table = (heads: string[], rows: string[]) =>
    `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  return page(
    'fr',
    'Prestataire de démonstration',
    `<h2>Paiements</h2>${table(['Facture', 'Montant', 'État', 'Versement'], taken)}
<form method="post" action="/payouts"><button>Verser ce qui est payé</button></form>
<h2>Versements</h2>${table(['Référence du virement', 'Encaissé', 'Frais', 'Versé'], passed)}`,
  )
}

const page = (locale: 'fr' | 'en', title: string, body: string) => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
form { display: grid; gap: .5rem; max-width: 20rem; margin: 1rem 0 }
button { font: inherit; padding: .6rem 1rem; cursor: pointer }
dt { opacity: .7 } dd { margin: 0 0 .5rem; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem .3rem 0 }
</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`
