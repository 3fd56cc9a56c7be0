import type { OpenCredit } from './deduct-service-credits'
import type { OpenCreditRow } from './queries/service-credits'

/** The credit as an input for deductions. Pure. */
export function toOpenCredit(row: OpenCreditRow): OpenCredit {
  const {
    id,
    period,
    subjectId,
    subjectKind,
    name,
    calculation,
    reason,
    projectId,
    projectName,
    costCentre,
  } = row
  return {
    id,
    period,
    subjectId,
    subjectKind,
    name,
    calculation,
    reason,
    leftCents: BigInt(row.amountCents) - BigInt(row.usedCents),
    place: {
      ...(projectId && { projectId }),
      ...(projectName && { projectName }),
      ...(costCentre && { costCentre }),
      ...(row.documentReferences && { references: row.documentReferences }),
    },
  }
}
