import { isSiret, normaliseIdentifier } from '~/lib/identity/client'
import type { BuyerDirectoryAnswer } from './directory'
import { type CostReferenceName, costReferenceNames } from './names'

/** `either`: it or the other one that is `either`. */
export type Requirement = 'required' | 'either' | 'optional'
export type ReferenceCheckState = 'checked' | 'unreachable' | 'unknown_structure'

/** What the page asks of this buyer; a reference that is not named here is not asked for. */
export type ReferenceRules = {
  asked: Partial<Record<CostReferenceName, Requirement>>
  /** Service codes in use, where the structure has said them; then no other is taken. */
  serviceCodes: { code: string; name: string }[]
  structureName: string | null
  /** When the directory said so, where that is not now. */
  structureAsOf: string | null
  /** Null where no directory knows of such buyers. */
  check: ReferenceCheckState | null
}

export type ReferencePolicy = {
  isPurchaseOrderRequired: boolean
  isMarketNumberRequired: boolean
  payerSiret: string | null
}
export const noPolicy: ReferencePolicy = {
  isPurchaseOrderRequired: false,
  isMarketNumberRequired: false,
  payerSiret: null,
}

const required = (is: boolean): Requirement => (is ? 'required' : 'optional')

/**
 * What is asked of a buyer, from its own policy and what the directory says of the structure that pays. While
 * the directory cannot say, everything is asked and nothing of it required: a person looks at it afterwards. Pure.
 */
export function referenceRules(
  isPublicBody: boolean,
  policy: ReferencePolicy,
  answer: BuyerDirectoryAnswer | null,
): ReferenceRules {
  const purchaseOrderNumber = required(policy.isPurchaseOrderRequired)
  if (!isPublicBody)
    return {
      asked: { purchaseOrderNumber },
      serviceCodes: [],
      structureName: null,
      structureAsOf: null,
      check: null,
    }
  const structure = answer?.outcome === 'found' ? answer.structure : null
  const either = structure?.isCommitmentOrServiceCodeRequired ? 'either' : 'optional'
  return {
    asked: {
      payerSiret: 'optional',
      serviceCode: structure?.isServiceCodeRequired ? 'required' : either,
      commitmentReference: structure?.isCommitmentRequired ? 'required' : either,
      marketNumber: required(policy.isMarketNumberRequired),
      purchaseOrderNumber,
    },
    serviceCodes: (structure?.serviceCodes ?? []).flatMap(({ code, name, isActive }) =>
      isActive ? [{ code, name }] : [],
    ),
    structureName: structure?.name ?? null,
    structureAsOf: (answer?.outcome === 'found' && answer.asOf) || null,
    check: structure ? 'checked' : answer?.outcome === 'unavailable' ? 'unreachable' : 'unknown_structure',
  }
}

export type References = Partial<Record<CostReferenceName, string | undefined>>

const forms: Record<Exclude<CostReferenceName, 'payerSiret'>, { is: RegExp; reason: string }> = {
  serviceCode: { is: /^[A-Za-z0-9][\w ./-]{0,99}$/, reason: 'service_code_form' },
  commitmentReference: { is: /^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,49}$/, reason: 'commitment_form' },
  marketNumber: { is: /^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,49}$/, reason: 'market_form' },
  purchaseOrderNumber: { is: /^[\p{L}\p{N}][\p{L}\p{N} ./_#-]{0,49}$/u, reason: 'purchase_order_form' },
}

/** As it is kept: without the spaces around, a SIRET without those within, an empty one not at all. Pure. */
export function cleanReferences(references: References): Partial<Record<CostReferenceName, string>> {
  return Object.fromEntries(
    costReferenceNames.flatMap((name) => {
      const typed = references[name]?.trim() ?? ''
      return typed === '' ? [] : [[name, name === 'payerSiret' ? normaliseIdentifier(typed) : typed]]
    }),
  )
}

/** The first reference that is wrong or missing, with the reason; null when all is as it should be. Pure. */
export function wrongReference(
  rules: ReferenceRules,
  references: References,
): { name: CostReferenceName; reason: string } | null {
  const given = cleanReferences(references)
  for (const name of costReferenceNames) {
    const reason = wrongIn(rules, given, name)
    if (reason) return { name, reason }
  }
  return null
}

function wrongIn(
  rules: ReferenceRules,
  given: Partial<Record<CostReferenceName, string>>,
  name: CostReferenceName,
): string | null {
  const value = given[name]
  const requirement = rules.asked[name]
  if (value === undefined) {
    if (requirement === 'required') return 'reference_required'
    const isEither = requirement === 'either' && !given.serviceCode && !given.commitmentReference
    return isEither ? 'either_required' : null
  }
  if (name === 'payerSiret') return isSiret(value) ? null : 'siret_wrong'
  if (!forms[name].is.test(value)) return forms[name].reason
  const isListed = rules.serviceCodes.some(({ code }) => code === value)
  return name === 'serviceCode' && rules.serviceCodes.length > 0 && !isListed ? 'unknown_service_code' : null
}
