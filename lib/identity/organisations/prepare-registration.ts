import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DirectoryAnswer } from '../directory/port'
import { directoryStatusOf } from './compare-facts'
import { consultDirectory, identifiersOf } from './consult-directory'
import type { Address, DirectoryStatus, OrganisationKind } from './kinds'
import type { Identifiers } from './read-identifier'
import { frenchVatOrNone } from './vat-of'

export type DeclaredOrganisation = {
  kind: OrganisationKind
  identifier: string
  legalName: string
  legalFormLabel: string
  address: Address
  vatNumber?: string | undefined
}

export type PreparedRegistration = {
  identifiers: Identifiers
  facts: {
    kind: OrganisationKind
    siren: string | null
    siret: string | null
    vatNumber: string | null
    legalName: string
    legalFormCode: string | null
    legalFormLabel: string
    legalAddress: Address
    directoryStatus: DirectoryStatus
    directoryAnswer: DirectoryAnswer | null
  }
}

/**
 * Collects everything that a registration needs before its transaction opens.
 *
 * @throws DomainError `invalid_input` for a wrong identifier, a closed establishment or a foreign VAT key
 */
export async function prepareRegistration(
  ctx: OpContext,
  input: DeclaredOrganisation,
): Promise<PreparedRegistration> {
  const identifiers = identifiersOf(input.kind, input.identifier)
  const answer = await consultDirectory(ctx, identifiers)
  if (answer?.outcome === 'closed') {
    throw new DomainError('invalid_input', {
      field: 'identifier',
      params: {
        reason: 'establishment_closed',
        name: answer.entry.legalName,
        closedOn: answer.closedOn ?? '',
      },
    })
  }
  const entry = answer?.outcome === 'found' ? answer.entry : null
  const declared = {
    kind: input.kind,
    siren: identifiers.siren,
    // A company is identified by its SIREN; its head office is stored when the directory has it.
    siret: identifiers.siret ?? entry?.siret ?? null,
    vatNumber: identifiers.siren
      ? frenchVatOrNone(input.vatNumber, identifiers.siren)
      : identifiers.vatNumber,
    legalName: input.legalName,
    legalFormLabel: input.legalFormLabel,
    address: input.address,
  }
  const { address, ...rest } = declared
  return {
    identifiers,
    facts: {
      ...rest,
      legalAddress: address,
      legalFormCode: entry?.legalFormCode ?? null,
      directoryStatus: directoryStatusOf(declared, answer),
      directoryAnswer: answer,
    },
  }
}
