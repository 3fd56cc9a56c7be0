import type { CostReferences } from '~/db/schema/ordering/ordering'
import { formatNumber } from '~/lib/kernel/text/format'

const percent = (basisPoints: number, locale: 'fr' | 'en') => formatNumber(basisPoints / 100, locale)

/** The texts of a printed quote, in both languages. */
export const quoteWords = {
  fr: {
    title: (number: string) => `Devis ${number}`,
    kind: (version: number) => `Devis · version ${version}`,
    pageOf: (page: number, pages: number) => `Page ${page} sur ${pages}`,
    seller: 'Émis par',
    buyer: 'Pour',
    issued: 'Émis le',
    valid: 'Valable jusqu’au',
    requestedBy: 'Demandé par',
    project: 'Projet',
    reference: {
      purchaseOrderNumber: 'Bon de commande',
      payerSiret: 'SIRET de la structure qui paie',
      serviceCode: 'Code service',
      commitmentReference: 'Engagement juridique',
      marketNumber: 'Marché',
    } satisfies Record<keyof CostReferences, string>,
    offer: 'Ce qui est proposé',
    column: {
      bundle: 'Offre et nom',
      zone: 'Zone',
      quantity: 'Quantité',
      unit: '€ HT / mois l’unité',
      total: '€ HT / mois',
    },
    net: 'Total HT par mois',
    vat: (basisPoints: number) => `TVA ${percent(basisPoints, 'fr')}\u00a0%`,
    gross: 'Total TTC par mois',
    reverseCharge:
      'Autoliquidation : la TVA est due par le preneur (articles 259, 1° du CGI et 196 de la directive 2006/112/CE).',
    terms: 'Conditions',
    held: (date: string) =>
      `La capacité nécessaire est réservée jusqu’au ${date} inclus. Passé ce jour, le devis expire et elle est rendue.`,
    price:
      'Les prix par mois sont ceux de 720 heures de marche ; chaque ressource est comptée à la seconde et plafonnée à 720 heures par mois. Signé avant son expiration, le devis devient la commande à ces prix, même si le catalogue a changé.',
    list: 'Aux prix publics, à l’heure, HT par mois',
    perTerm: 'Total HT des lignes engagées, sur leur durée',
    term: (months: number, renewal: string) => `Engagement de ${months} mois, puis ${renewal}`,
    renewal: { renew: 'reconduit', hourly: 'à l’heure', silent: 'à l’heure' },
    commitment:
      'Une durée d’engagement commence pour chaque ressource quand elle est livrée. La quitter avant son terme rend la réduction déjà reçue, dans la limite de ce qui reste à payer jusqu’au terme.',
    signing:
      'Ce devis se signe en ligne : nom, qualité, date et empreinte SHA-256 de ce fichier sont conservés, après confirmation par un code à usage unique. Les conditions générales de vente acceptées par le client s’appliquent.',
    form: (legalForm: string, capital: string) => `${legalForm} au capital de ${capital}`,
  },
  en: {
    title: (number: string) => `Quote ${number}`,
    kind: (version: number) => `Quote · version ${version}`,
    pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
    seller: 'Issued by',
    buyer: 'For',
    issued: 'Issued on',
    valid: 'Valid until',
    requestedBy: 'Requested by',
    project: 'Project',
    reference: {
      purchaseOrderNumber: 'Purchase order',
      payerSiret: 'SIRET of the paying body',
      serviceCode: 'Service code',
      commitmentReference: 'Engagement number (engagement juridique)',
      marketNumber: 'Public contract number',
    } satisfies Record<keyof CostReferences, string>,
    offer: 'Contents',
    column: {
      bundle: 'Bundle and name',
      zone: 'Zone',
      quantity: 'Quantity',
      unit: '€ excl. VAT / month each',
      total: '€ excl. VAT / month',
    },
    net: 'Total excl. VAT per month',
    vat: (basisPoints: number) => `VAT ${percent(basisPoints, 'en')}%`,
    gross: 'Total incl. VAT per month',
    reverseCharge:
      'Reverse charge: VAT is due from the customer (articles 259, 1° of the CGI and 196 of directive 2006/112/EC).',
    terms: 'Terms',
    held: (date: string) =>
      `Its capacity is held up to and including ${date}. After that date, the quote expires and the capacity is released.`,
    price:
      'Monthly prices are for 720 running hours; every resource is counted to the second and capped at 720 hours per month. If signed before it expires, the quote becomes the order at these prices, even if the catalogue has changed.',
    list: 'At public hourly prices, excl. VAT per month',
    perTerm: 'Total for committed lines over their terms, excl. VAT',
    term: (months: number, renewal: string) => `${months}-month commitment, then ${renewal}`,
    renewal: { renew: 'renewed', hourly: 'hourly', silent: 'hourly' },
    commitment:
      'The term of a commitment starts for each resource when it is delivered. Leaving early means paying back the discount received so far, but never more than what remains to be paid.',
    signing:
      'This quote is signed online with a single-use code: the signer’s name and capacity, the date and the SHA-256 of this file are recorded. The terms of sale that the customer accepted apply.',
    form: (legalForm: string, capital: string) => `${legalForm}, share capital ${capital}`,
  },
} as const
