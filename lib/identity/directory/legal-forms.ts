/** INSEE legal categories that our customers may have, by their four digits. */
const labels: Readonly<Record<string, string>> = {
  '1000': 'Entrepreneur individuel',
  '5202': 'Société en nom collectif',
  '5498': 'SARL unipersonnelle',
  '5499': 'Société à responsabilité limitée (SARL)',
  '5599': 'Société anonyme à conseil d’administration',
  '5699': 'Société anonyme à directoire',
  '5710': 'Société par actions simplifiée (SAS)',
  '5720': 'Société par actions simplifiée unipersonnelle (SASU)',
  '6540': 'Société civile immobilière',
  '7113': 'Ministère',
  '7120': 'Service central d’un ministère',
  '7171': 'Service déconcentré de l’État à compétence régionale',
  '7172': 'Service déconcentré de l’État à compétence départementale',
  '7210': 'Commune et commune nouvelle',
  '7220': 'Département',
  '7230': 'Région',
  '7331': 'Établissement public local d’enseignement',
  '7344': 'Métropole',
  '7346': 'Communauté de communes',
  '7348': 'Communauté d’agglomération',
  '7353': 'Syndicat intercommunal à vocation unique (SIVU)',
  '7354': 'Syndicat mixte fermé',
  '7355': 'Syndicat mixte ouvert',
  '7361': 'Centre communal d’action sociale',
  '7364': 'Établissement d’hospitalisation',
  '7383': 'Établissement public national à caractère scientifique, culturel et professionnel',
  '7389': 'Établissement public national à caractère administratif',
  '7490': 'Autre personne morale de droit administratif',
  '9220': 'Association déclarée',
  '9300': 'Fondation',
}

/** Returns the label of a category; an unlisted one is shown by number. */
export function legalFormLabel(code: string): string {
  return labels[code] ?? `Catégorie juridique ${code}`
}

/** Categories 7xxx are public-law bodies. */
export function isPublicLaw(code: string): boolean {
  return code.startsWith('7')
}
