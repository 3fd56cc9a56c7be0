import type { BilledMeter } from '~/db/schema/catalogue'

/** Texts of document lines, in the document's language. */
export const lineWords = {
  fr: {
    meter: {
      compute: 'calcul',
      root_disk: 'disque système',
      volume: 'volume',
      snapshot: 'instantané',
      disk_snapshot: 'instantané du disque',
      public_address: 'adresse publique',
      load_balancer: 'répartiteur de charge',
      traffic_out: 'Trafic sortant',
    } satisfies Record<BilledMeter, string>,
    late: (label: string, period: string) => `${label} · régularisation de ${period}`,
    promotion: (name: string) => `Promotion « ${name} »`,
    gesture: (reason: string) => `Geste commercial : ${reason}`,
    serviceCredit: (reason: string) => `Avoir de service : ${reason}`,
    availabilityCredit: (period: string) => `Crédit de service de ${period} · disponibilité sous l’objectif`,
    availabilityCharge: (period: string, reason: string | null) =>
      `Rectification du crédit de service de ${period} · ${reason ?? 'mesure ou exclusions corrigées'}`,
    commitmentExit: (name: string) => `Sortie anticipée d’engagement : ${name}`,
  },
  en: {
    meter: {
      compute: 'compute',
      root_disk: 'system disk',
      volume: 'volume',
      snapshot: 'snapshot',
      disk_snapshot: 'disk snapshot',
      public_address: 'public address',
      load_balancer: 'load balancer',
      traffic_out: 'Outbound traffic',
    } satisfies Record<BilledMeter, string>,
    late: (label: string, period: string) => `${label} · adjustment of ${period}`,
    promotion: (name: string) => `Promotion “${name}”`,
    gesture: (reason: string) => `Goodwill: ${reason}`,
    serviceCredit: (reason: string) => `Service credit: ${reason}`,
    availabilityCredit: (period: string) => `Service credit of ${period} · availability below the objective`,
    availabilityCharge: (period: string, reason: string | null) =>
      `Correction of the service credit of ${period} · ${reason ?? 'measurement or exclusions corrected'}`,
    commitmentExit: (name: string) => `Early exit from a commitment: ${name}`,
  },
} as const
