import type { OpContext } from '~/lib/kernel/op-context'
import { frenchVatNumber } from '../identifiers'
import { callerKey, limit } from '../rate-limits'
import { consultDirectory, identifiersOf } from './consult-directory'
import type { Address } from './kinds'
import type { LookUpOrganisationInput } from './schema'

export type LookUpOutcome =
  | {
      outcome: 'found'
      legalName: string
      legalFormLabel: string
      address: Address
      /** Computed for a company; a public body may have none. */
      vatNumber: string | null
      isPublicService: boolean
    }
  | { outcome: 'closed'; legalName: string; closedOn: string | null }
  | { outcome: 'unknown' | 'unavailable' | 'not_applicable' }

/**
 * Returns the facts with which the sign-up form is filled for an identifier. Open to anyone: the facts are public, and
 * the result does not reveal whether the organisation is a customer.
 *
 * @throws DomainError `invalid_input` (wrong identifier), `rate_limited`
 */
export async function lookUpOrganisation(
  ctx: OpContext,
  input: LookUpOrganisationInput,
): Promise<LookUpOutcome> {
  await limit(ctx, 'directory_look_ups', callerKey(ctx))
  const identifiers = identifiersOf(input.kind, input.identifier)
  const answer = await consultDirectory(ctx, identifiers)
  switch (answer?.outcome) {
    case undefined:
      return { outcome: 'not_applicable' }
    case 'unknown':
    case 'unavailable':
      return { outcome: answer.outcome }
    case 'closed':
      return { outcome: 'closed', legalName: answer.entry.legalName, closedOn: answer.closedOn }
    case 'found': {
      const { legalName, legalFormLabel, address, isPublicService, siren } = answer.entry
      return {
        outcome: 'found',
        legalName,
        legalFormLabel,
        address,
        vatNumber: input.kind === 'company' ? frenchVatNumber(siren) : null,
        isPublicService,
      }
    }
  }
}
