import { z } from 'zod'
import { isPublicLaw, legalFormLabel } from './legal-forms'
import type { DirectoryAnswer, DirectoryEntry, DirectoryName, DirectoryQuestion } from './port'

/** The fields of the published format that we use; all others are ignored. */
const text = z.string().max(400).nullish()
const establishment = z.object({
  siret: z.string().regex(/^\d{14}$/),
  etat_administratif: z.enum(['A', 'F']),
  date_fermeture: text,
  adresse: text,
  numero_voie: text,
  indice_repetition: text,
  type_voie: text,
  libelle_voie: text,
  complement_adresse: text,
  code_postal: text,
  libelle_commune: text,
})
const unit = z.object({
  siren: z.string().regex(/^\d{9}$/),
  nom_complet: z.string().min(1).max(400),
  nom_raison_sociale: text,
  nature_juridique: z.string().regex(/^\d{4}$/),
  etat_administratif: z.enum(['A', 'C']),
  date_fermeture: text,
  siege: establishment,
  matching_etablissements: z.array(establishment).max(100).optional(),
  complements: z.object({ est_service_public: z.boolean().nullish() }).optional(),
})
const searchAnswer = z.object({ results: z.array(unit).max(25) })

type Establishment = z.output<typeof establishment>

export class UnreadableAnswer extends Error {}

/**
 * Parses the search's answer to `question`. The search is full-text, so only the unit and establishment with exactly
 * the requested numbers count. Pure.
 *
 * @throws UnreadableAnswer when the answer does not have the published format
 */
export function parseSearchAnswer(
  raw: unknown,
  question: DirectoryQuestion,
  source: DirectoryName,
): DirectoryAnswer {
  const parsed = searchAnswer.safeParse(raw)
  if (!parsed.success) throw new UnreadableAnswer(parsed.error.issues[0]?.path.join('.') ?? 'not an object')
  const found = parsed.data.results.find((each) => each.siren === question.siren)
  if (!found) return { outcome: 'unknown', source }
  const place = question.siret
    ? [...(found.matching_etablissements ?? []), found.siege].find((each) => each.siret === question.siret)
    : found.siege
  if (!place) return { outcome: 'unknown', source }
  const entry: DirectoryEntry = {
    siren: found.siren,
    siret: place.siret,
    legalName: found.nom_raison_sociale || found.nom_complet,
    legalFormCode: found.nature_juridique,
    legalFormLabel: legalFormLabel(found.nature_juridique),
    address: addressOf(place),
    isPublicService: found.complements?.est_service_public ?? isPublicLaw(found.nature_juridique),
    emailDomains: [],
  }
  if (found.etat_administratif === 'A' && place.etat_administratif === 'A')
    return { outcome: 'found', source, entry }
  return { outcome: 'closed', source, entry, closedOn: place.date_fermeture || found.date_fermeture || null }
}

function addressOf(place: Establishment): DirectoryEntry['address'] {
  const postcode = place.code_postal ?? ''
  const city = place.libelle_commune ?? ''
  const street = [place.numero_voie, place.indice_repetition, place.type_voie, place.libelle_voie]
    .filter(Boolean)
    .join(' ')
  // Matching establishments have the whole address in one line only.
  const whole = (place.adresse ?? '').replace(`${postcode} ${city}`, '').trim()
  return {
    line1: street || whole || city,
    ...(street && place.complement_adresse ? { line2: place.complement_adresse } : {}),
    postcode,
    city,
    countryCode: 'FR',
  }
}
