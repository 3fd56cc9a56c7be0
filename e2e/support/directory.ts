import { randomBytes } from 'node:crypto'
import { registerEstablishment } from '~/lib/identity'
import { siretOf, unusedSirens } from '~/testing/siren'
import { sql, systemNowContext } from './database'

export type Establishment = { siren: string; siret: string; legalName: string; emailDomain: string }

/** An establishment in the company directory that is not a customer yet. */
export async function insertEstablishment(facts: {
  isPublic: boolean
  closedOn?: string
}): Promise<Establishment> {
  const [siren = ''] = await unusedSirens(sql, 1)
  const siret = siretOf(siren)
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
