/** One tebibyte per server and month is included, then a cent per gibibyte. */
export const trafficTerms = { includedMebibytes: 1_048_576n, microCentsPerGibibyte: 1_000_000n }

/** The zone with traffic reported by its routers until yesterday; since then by hypervisors. */
export const meteredZone = 'PAR1'
export const meteringKeyName = 'Routeurs de bordure'

/** Gibibytes per day, with a variation of a fifth, of servers older than the measured months. */
export const trafficPlans = [
  { organisation: 'valmont', server: 'portail-citoyen-01', gibPerDay: 41 },
  { organisation: 'valmont', server: 'etat-civil', gibPerDay: 12 },
  { organisation: 'brevannes', server: 'dossier-patient', gibPerDay: 22 },
] as const
