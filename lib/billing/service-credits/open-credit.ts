import type { OpenCredit } from './deduct-service-credits'
import type { OpenCreditRow } from './queries/service-credits'

/** The credit as an input for deductions. Pure. */
export function toOpenCredit(row: OpenCreditRow): OpenCredit {
  const {
    amountCents,
    usedCents,
    state: _,
    projectId,
    projectName,
    costCentre,
    documentReferences,
    ...credit
  } = row
  return {
    ...credit,
    leftCents: BigInt(amountCents) - BigInt(usedCents),
    place: {
      ...(projectId && { projectId }),
      ...(projectName && { projectName }),
      ...(costCentre && { costCentre }),
      ...(documentReferences && { references: documentReferences }),
    },
  }
}
