/** One tebibyte of each server is included each month, then a cent a gibibyte. */
export const trafficTerms = { includedMebibytes: 1_048_576n, microCentsPerGibibyte: 1_000_000n }

/** The zone whose routers handed in what left its servers until yesterday; since then hypervisors are read. */
export const meteredZone = 'PAR1'
export const meteringKeyName = 'Routeurs de bordure'

/** Gibibytes a day, give or take a fifth, of servers that are older than the months they are measured in. */
export const trafficPlans = [
  { organisation: 'valmont', server: 'portail-citoyen-01', gibPerDay: 41 },
  { organisation: 'valmont', server: 'etat-civil', gibPerDay: 12 },
  { organisation: 'brevannes', server: 'dossier-patient', gibPerDay: 22 },
] as const
