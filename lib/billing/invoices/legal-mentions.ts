import type { VatDecision } from '../vat/decide-vat'
import type { LegalMentions } from './issued-document'

type Facts = {
  language: 'fr' | 'en'
  isPublicBody: boolean
  registration: string
  vatOnDebits: boolean
  vat: VatDecision
}

/**
 * The mentions that the law requires on an invoice of 2026 in addition to its figures (C. com. L441-9, CGI ann. II 242
 * nonies A). Pure.
 */
export function legalMentions(facts: Facts): LegalMentions {
  const t = words[facts.language]
  return {
    latePenalties: facts.isPublicBody ? t.penaltiesPublic : t.penaltiesPrivate,
    recoveryFee: facts.isPublicBody ? t.recoveryPublic : t.recoveryPrivate,
    discount: t.discount,
    registration: facts.registration,
    other: [
      t.operation,
      ...(facts.vatOnDebits && facts.vat.category === 'S' ? [t.debits] : []),
      ...(facts.vat.exemption ? [facts.vat.exemption.reason] : []),
    ],
  }
}

const words = {
  fr: {
    penaltiesPrivate:
      'En cas de retard de paiement, pénalités au taux d’intérêt de la Banque centrale européenne majoré de dix points (article L441-10 du code de commerce).',
    penaltiesPublic:
      'En cas de retard de paiement, intérêts moratoires au taux de la Banque centrale européenne majoré de huit points (article R2192-31 du code de la commande publique).',
    recoveryPrivate:
      'Indemnité forfaitaire pour frais de recouvrement : 40 € (article D441-5 du code de commerce).',
    recoveryPublic:
      'Indemnité forfaitaire pour frais de recouvrement : 40 € (article D2192-35 du code de la commande publique).',
    discount: 'Pas d’escompte pour paiement anticipé.',
    operation: 'Catégorie de l’opération : prestations de services.',
    debits: 'Option pour le paiement de la taxe d’après les débits.',
  },
  en: {
    penaltiesPrivate:
      'Late payment: penalties at the rate of the European Central Bank plus ten points (article L441-10 of the French commercial code).',
    penaltiesPublic:
      'Late payment: interest at the rate of the European Central Bank plus eight points (article R2192-31 of the French code of public procurement).',
    recoveryPrivate: 'Fixed recovery fee: €40 (article D441-5 of the French commercial code).',
    recoveryPublic: 'Fixed recovery fee: €40 (article D2192-35 of the French code of public procurement).',
    discount: 'No discount for early payment.',
    operation: 'Category of operation: supply of services.',
    debits: 'Option to pay VAT on debits.',
  },
} as const
