import { isSiret, normaliseIdentifier } from '~/lib/identity/client'
import type { BuyerDirectoryAnswer } from './directory'
import { type CostReferenceName, costReferenceNames } from './names'

/** `either`: at least one of the two references marked `either`. */
export type Requirement = 'required' | 'either' | 'optional'
export type ReferenceCheckState = 'checked' | 'unreachable' | 'unknown_structure'

/** The references that the page shows to this buyer; others are hidden. */
export type ReferenceRules = {
  asked: Partial<Record<CostReferenceName, Requirement>>
  /** The structure's service codes, if published; then only these are valid. */
  serviceCodes: { code: string; name: string }[]
  structureName: string | null
  /** The date of a cached answer. */
  structureAsOf: string | null
  /** Null where no directory covers such buyers. */
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
 * The rules for a buyer, from its own policy and the directory's answer about the paying structure. While the
 * directory is unavailable, all references are offered and none is required: a moderator checks them
 * afterwards. Pure.
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

/** Normalised: trimmed, a SIRET without inner spaces, empty references removed. Pure. */
export function cleanReferences(references: References): Partial<Record<CostReferenceName, string>> {
  return Object.fromEntries(
    costReferenceNames.flatMap((name) => {
      const typed = references[name]?.trim() ?? ''
      return typed === '' ? [] : [[name, name === 'payerSiret' ? normaliseIdentifier(typed) : typed]]
    }),
  )
}

/** The first wrong or missing reference, with the reason; null when all are valid. Pure. */
export function findInvalidReference(
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
