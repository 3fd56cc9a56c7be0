import type { OrganisationRow } from '../queries/organisations'
import type { OrganisationView } from './views'

/** Converts the row to its public view, field by field. */
export function toOrganisationView(row: OrganisationRow): OrganisationView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    legalName: row.legalName,
    siren: row.siren,
    siret: row.siret,
    vatNumber: row.vatNumber,
    legalFormCode: row.legalFormCode,
    legalFormLabel: row.legalFormLabel,
    legalAddress: row.legalAddress,
    billingContactName: row.billingContactName,
    billingContactEmail: row.billingContactEmail,
    billingAddress: row.billingAddress,
    spendingCapCents: row.spendingCapCents === null ? null : row.spendingCapCents.toString(),
    submittedAt: row.submittedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }
}
