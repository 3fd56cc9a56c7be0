import { randomBytes, randomInt } from 'node:crypto'
import { registerEstablishment } from '~/lib/identity'
import { withCheckDigit } from '~/lib/identity/testing/applicants'
import { everyRow, systemNowContext } from './database'

export type Establishment = { siren: string; siret: string; legalName: string; emailDomain: string }

/** Of no establishment in the directory: by chance, two of some hundred would collide now and then. */
export async function unusedSiren(): Promise<string> {
  for (;;) {
    const siren = withCheckDigit(String(randomInt(80_000_000, 100_000_000)))
    const [known] = await everyRow()`select from directory_establishments where siren = ${siren}`
    if (!known) return siren
  }
}

/** An establishment in the company directory that is not a customer yet. */
export async function insertEstablishment(facts: {
  isPublic: boolean
  closedOn?: string
}): Promise<Establishment> {
  const siren = await unusedSiren()
  const siret = withCheckDigit(`${siren}0001`)
  const legalName = `${facts.isPublic ? 'Commune' : 'Société'} d’Essai ${siren}`
  const emailDomain = `${randomBytes(5).toString('hex')}.example`
  await registerEstablishment(systemNowContext(), {
    siret,
    isHeadOffice: true,
    legalName,
    legalFormCode: facts.isPublic ? '7210' : '5710',
    legalFormLabel: facts.isPublic ? 'Commune et commune nouvelle' : 'SAS, société par actions simplifiée',
    address: { line1: '3 rue Haute', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
    isPublicService: facts.isPublic,
    emailDomains: [emailDomain],
    closedOn: facts.closedOn ?? null,
  })
  return { siren, siret, legalName, emailDomain }
}
