import type { Meter } from '~/db/schema/catalogue'

/** What the lines of a document say, in its language. */
export const lineWords = {
  fr: {
    meter: {
      compute: 'calcul',
      root_disk: 'disque système',
      volume: 'volume',
      snapshot: 'instantané',
      disk_snapshot: 'instantané du disque',
      public_address: 'adresse publique',
    } satisfies Record<Meter, string>,
    late: (label: string, period: string) => `${label} · régularisation de ${period}`,
    promotion: (name: string) => `Promotion « ${name} »`,
    gesture: (reason: string) => `Geste commercial : ${reason}`,
    serviceCredit: (reason: string) => `Avoir de service : ${reason}`,
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
    } satisfies Record<Meter, string>,
    late: (label: string, period: string) => `${label} · adjustment of ${period}`,
    promotion: (name: string) => `Promotion “${name}”`,
    gesture: (reason: string) => `Goodwill: ${reason}`,
    serviceCredit: (reason: string) => `Service credit: ${reason}`,
    commitmentExit: (name: string) => `Early exit from a commitment: ${name}`,
  },
} as const
