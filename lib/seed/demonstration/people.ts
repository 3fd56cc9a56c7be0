import type { MemberRole, StaffRole } from '~/lib/kernel/op-context'

/**
 * The same for all demonstration accounts, printed at the first start. Only used with the embedded database or
 * `--demo`.
 */
export const demonstrationPassword = 'voyage dans andromede'

export type PersonPlan = { email: string; fullName: string; role: MemberRole }

export type OrganisationPlan = {
  key: string
  kind: 'company' | 'public_body'
  siren: string
  siret: string
  vatNumber: string | null
  legalName: string
  legalFormCode: string
  legalFormLabel: string
  address: { line1: string; postcode: string; city: string; countryCode: string }
  emailDomains: string[]
  people: [PersonPlan, ...PersonPlan[]]
  /** The state of its request: accepted by rule, by a moderator, still waiting, or with an open question. */
  moderation: 'rule' | 'moderator' | 'waiting' | 'asked'
  liftsCap: boolean
  startedMonthsAgo: number
}

const address = (line1: string, postcode: string, city: string) => ({
  line1,
  postcode,
  city,
  countryCode: 'FR',
})

/** Requirements of the demonstration's public structures for their suppliers. */
export const structurePlans = [
  {
    siret: '21999042100014',
    name: 'Commune de Valmont',
    isServiceCodeRequired: true,
    isCommitmentRequired: false,
    isCommitmentOrServiceCodeRequired: false,
    serviceCodes: [
      { code: 'SVC-DSI-02', name: 'Direction du numérique', isActive: true },
      { code: 'SVC-TEC-01', name: 'Services techniques', isActive: true },
      { code: 'SVC-DSI-01', name: 'Informatique, avant 2024', isActive: false },
    ],
  },
  {
    siret: '26999107100011',
    name: 'Centre hospitalier de Brévannes',
    isServiceCodeRequired: false,
    isCommitmentRequired: true,
    isCommitmentOrServiceCodeRequired: false,
    serviceCodes: [],
  },
  {
    siret: '11999031500010',
    name: 'Ministère des Littoraux',
    isServiceCodeRequired: true,
    isCommitmentRequired: true,
    isCommitmentOrServiceCodeRequired: false,
    serviceCodes: [{ code: 'SNUM-3', name: 'Service du numérique, bureau des plateformes', isActive: true }],
  },
  {
    siret: '25999063800019',
    name: 'Syndicat des eaux du Ternois',
    isServiceCodeRequired: false,
    isCommitmentRequired: false,
    isCommitmentOrServiceCodeRequired: true,
    serviceCodes: [],
  },
]

export const organisationPlans: readonly OrganisationPlan[] = [
  {
    key: 'valmont',
    kind: 'public_body',
    siren: '219990421',
    siret: '21999042100014',
    vatNumber: null,
    legalName: 'Commune de Valmont',
    legalFormCode: '7210',
    legalFormLabel: 'Commune et commune nouvelle',
    address: address('1 place de la Mairie', '76540', 'Valmont'),
    emailDomains: ['valmont.example'],
    people: [
      { email: 'anne.besson@valmont.example', fullName: 'Anne Besson', role: 'owner' },
      { email: 'karim.haddad@valmont.example', fullName: 'Karim Haddad', role: 'technical' },
      { email: 'odile.renard@valmont.example', fullName: 'Odile Renard', role: 'billing' },
      { email: 'marc.lefort@valmont.example', fullName: 'Marc Lefort', role: 'reader' },
    ],
    moderation: 'rule',
    liftsCap: true,
    startedMonthsAgo: 12,
  },
  {
    key: 'brevannes',
    kind: 'public_body',
    siren: '269991071',
    siret: '26999107100011',
    vatNumber: null,
    legalName: 'Centre hospitalier de Brévannes',
    legalFormCode: '7364',
    legalFormLabel: 'Établissement d’hospitalisation',
    address: address('40 avenue de Verdun', '94450', 'Limeil-Brévannes'),
    emailDomains: ['ch-brevannes.example'],
    people: [
      { email: 'sylvie.morel@ch-brevannes.example', fullName: 'Sylvie Morel', role: 'owner' },
      { email: 'hugo.petit@ch-brevannes.example', fullName: 'Hugo Petit', role: 'technical' },
    ],
    moderation: 'rule',
    liftsCap: true,
    startedMonthsAgo: 12,
  },
  {
    key: 'lumen',
    kind: 'company',
    siren: '904991817',
    siret: '90499181700027',
    vatNumber: 'FR74904991817',
    legalName: 'Atelier Lumen',
    legalFormCode: '5710',
    legalFormLabel: 'SAS, société par actions simplifiée',
    address: address('22 rue de l’Horloge', '35000', 'Rennes'),
    emailDomains: ['atelier-lumen.example'],
    people: [
      { email: 'claire.fontaine@atelier-lumen.example', fullName: 'Claire Fontaine', role: 'owner' },
      { email: 'yann.legoff@atelier-lumen.example', fullName: 'Yann Le Goff', role: 'technical' },
    ],
    moderation: 'moderator',
    liftsCap: true,
    startedMonthsAgo: 12,
  },
  {
    key: 'verrerie',
    kind: 'company',
    siren: '439992173',
    siret: '43999217300013',
    vatNumber: 'FR46439992173',
    legalName: 'Verrerie du Lac',
    legalFormCode: '5499',
    legalFormLabel: 'SARL, société à responsabilité limitée',
    address: address('5 quai de la Tournette', '74000', 'Annecy'),
    emailDomains: ['verrerie-du-lac.example'],
    people: [{ email: 'paul.mercier@verrerie-du-lac.example', fullName: 'Paul Mercier', role: 'owner' }],
    moderation: 'moderator',
    liftsCap: false,
    startedMonthsAgo: 5,
  },
  {
    key: 'nordix',
    kind: 'company',
    siren: '820999340',
    siret: '82099934000038',
    vatNumber: 'FR28820999340',
    legalName: 'Nordix Conseil',
    legalFormCode: '5710',
    legalFormLabel: 'SAS, société par actions simplifiée',
    address: address('17 rue Faidherbe', '59800', 'Lille'),
    emailDomains: ['nordix.example'],
    people: [
      { email: 'ines.dubois@nordix.example', fullName: 'Inès Dubois', role: 'owner' },
      { email: 'tom.vasseur@nordix.example', fullName: 'Tom Vasseur', role: 'approver' },
    ],
    moderation: 'moderator',
    liftsCap: true,
    startedMonthsAgo: 9,
  },
  {
    key: 'littoraux',
    kind: 'public_body',
    siren: '119990315',
    siret: '11999031500010',
    vatNumber: null,
    legalName: 'Ministère des Littoraux',
    legalFormCode: '7113',
    legalFormLabel: 'Ministère',
    address: address('27 rue des Amers', '75007', 'Paris'),
    emailDomains: ['littoraux.example'],
    people: [
      { email: 'helene.vautrin@littoraux.example', fullName: 'Hélène Vautrin', role: 'owner' },
      { email: 'sami.belkacem@littoraux.example', fullName: 'Sami Belkacem', role: 'technical' },
      { email: 'agnes.tissot@littoraux.example', fullName: 'Agnès Tissot', role: 'billing' },
    ],
    moderation: 'rule',
    liftsCap: true,
    startedMonthsAgo: 12,
  },
  {
    key: 'morvandel',
    kind: 'company',
    siren: '552999187',
    siret: '55299918700016',
    vatNumber: 'FR74552999187',
    legalName: 'Groupe Morvandel',
    legalFormCode: '5599',
    legalFormLabel: 'SA à conseil d’administration',
    address: address('1 avenue des Moissons', '51100', 'Reims'),
    emailDomains: ['groupe-morvandel.example'],
    people: [
      { email: 'etienne.rigal@groupe-morvandel.example', fullName: 'Étienne Rigal', role: 'owner' },
      { email: 'fatou.diarra@groupe-morvandel.example', fullName: 'Fatou Diarra', role: 'technical' },
      { email: 'luc.bernier@groupe-morvandel.example', fullName: 'Luc Bernier', role: 'billing' },
    ],
    moderation: 'moderator',
    liftsCap: true,
    startedMonthsAgo: 12,
  },
  {
    key: 'ternois',
    kind: 'public_body',
    siren: '259990638',
    siret: '25999063800019',
    vatNumber: null,
    legalName: 'Syndicat des eaux du Ternois',
    legalFormCode: '7354',
    legalFormLabel: 'Syndicat mixte fermé',
    address: address('2 rue du Château d’Eau', '62130', 'Saint-Pol-sur-Ternoise'),
    emailDomains: ['eaux-ternois.example'],
    people: [{ email: 'bruno.caron@orange-mail.example', fullName: 'Bruno Caron', role: 'owner' }],
    moderation: 'waiting',
    liftsCap: false,
    startedMonthsAgo: 0,
  },
  {
    key: 'marchal',
    kind: 'company',
    siren: '512999780',
    siret: '51299978000012',
    vatNumber: 'FR68512999780',
    legalName: 'Fonderie Marchal',
    legalFormCode: '5710',
    legalFormLabel: 'SAS, société par actions simplifiée',
    address: address('Zone des Forges', '54300', 'Lunéville'),
    emailDomains: ['fonderie-marchal.example'],
    people: [{ email: 'lea.marchal@fonderie-marchal.example', fullName: 'Léa Marchal', role: 'owner' }],
    moderation: 'asked',
    liftsCap: false,
    startedMonthsAgo: 0,
  },
]

/** In the directory and not yet customers: to try a sign-up, a second establishment, a closed one. */
export const furtherEstablishments = [
  {
    siret: '21999042100121',
    siren: '219990421',
    legalName: 'Commune de Valmont, école des Tilleuls',
    legalFormCode: '7210',
    legalFormLabel: 'Commune et commune nouvelle',
    address: address('9 rue des Tilleuls', '76540', 'Valmont'),
    isPublicService: true,
    emailDomains: ['valmont.example'],
    closedOn: null,
  },
  {
    siret: '19999052400019',
    siren: '199990524',
    legalName: 'Lycée Rosa-Bonheur',
    legalFormCode: '7331',
    legalFormLabel: 'Établissement public local d’enseignement',
    address: address('12 boulevard Carnot', '76600', 'Le Havre'),
    isPublicService: true,
    emailDomains: ['lycee-bonheur.example'],
    closedOn: null,
  },
  {
    siret: '88899921600011',
    siren: '888999216',
    legalName: 'Bureau Hélios',
    legalFormCode: '5710',
    legalFormLabel: 'SAS, société par actions simplifiée',
    address: address('4 cours Vitton', '69006', 'Lyon'),
    isPublicService: false,
    emailDomains: ['bureau-helios.example'],
    closedOn: null,
  },
  {
    siret: '39999044900015',
    siren: '399990449',
    legalName: 'Imprimerie Garnier',
    legalFormCode: '5499',
    legalFormLabel: 'SARL, société à responsabilité limitée',
    address: address('31 rue Gambetta', '87000', 'Limoges'),
    isPublicService: false,
    emailDomains: [],
    closedOn: '2024-06-30',
  },
] as const

export const staffPlans: readonly { email: string; fullName: string; roles: StaffRole[] }[] = [
  { email: 'moderation@andromede.example', fullName: 'Mathilde Roy', roles: ['moderator'] },
  { email: 'capacite@andromede.example', fullName: 'Denis Aubry', roles: ['capacity'] },
  { email: 'support@andromede.example', fullName: 'Nadia Ferhat', roles: ['support'] },
  { email: 'comptabilite@andromede.example', fullName: 'Sylvie Caron', roles: ['accountant'] },
  { email: 'facturation@andromede.example', fullName: 'Hugo Lemaire', roles: ['accountant'] },
  { email: 'audit@andromede.example', fullName: 'Luc Vidal', roles: ['auditor'] },
  { email: 'admin@andromede.example', fullName: 'Jeanne Prigent', roles: ['administrator'] },
]
