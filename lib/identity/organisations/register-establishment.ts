import { z } from 'zod'
import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeSystem } from '../authorize'
import { upsertEstablishment } from '../directory/queries/directory'
import { isSiret, sirenOfSiret } from '../identifiers'
import { addressField, lineField } from './schema'

export const establishmentInput = z.strictObject({
  siret: z.string().refine(isSiret, 'siret_wrong'),
  isHeadOffice: z.boolean(),
  legalName: lineField(200),
  legalFormCode: z.string().regex(/^\d{4}$/),
  legalFormLabel: lineField(120),
  address: addressField,
  isPublicService: z.boolean(),
  emailDomains: z.array(z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)).max(20),
  closedOn: z.iso.date().nullable(),
})

/** Adds this establishment to the embedded directory, or replaces it. */
export async function registerEstablishment(
  ctx: OpContext,
  input: z.input<typeof establishmentInput>,
): Promise<void> {
  authorizeSystem(ctx)
  const establishment = establishmentInput.parse(input)
  await withSystem(ctx, (tx) =>
    upsertEstablishment(tx, { ...establishment, siren: sirenOfSiret(establishment.siret) }),
  )
}
