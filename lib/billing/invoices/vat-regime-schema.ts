import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { vatRegimes, vatStatuses } from './choices'

/** The reason for a VAT treatment that does not follow from the address; a tax inspector asks for the certificate. */
export const vatRegimeInput = z
  .strictObject({
    organisationId: idField('organisation'),
    regime: z.enum(vatRegimes),
    /** Whether it is liable to VAT; absent: unchanged. */
    status: z.enum(vatStatuses).optional(),
    certificate: z.string().trim().max(80).optional(),
    /** Last day, `YYYY-MM-DD`. */
    until: z.union([z.iso.date(), z.literal('')]).optional(),
  })
  .refine((input) => input.regime === 'by_address' || Boolean(input.certificate), {
    path: ['certificate'],
    error: 'certificate',
  })

export type VatRegimeInput = z.output<typeof vatRegimeInput>
