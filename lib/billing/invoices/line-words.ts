import type { BilledMeter } from '~/db/schema/catalogue'
import { formatMonth, frenchOfMonth } from '~/lib/kernel/text/format'

const month = (period: string) => formatMonth(period, 'en')

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
    late: (label: string, period: string) => `${label} · régularisation ${frenchOfMonth(period)}`,
    promotion: (name: string) => `Promotion « ${name} »`,
    gesture: (reason: string) => `Geste commercial : ${reason}`,
    serviceCredit: (reason: string) => `Crédit de service : ${reason}`,
    availabilityCredit: (period: string) =>
      `Crédit de service ${frenchOfMonth(period)} · disponibilité sous l’objectif`,
    creditCalculation: (rate: string, price: string, measured: string, objective: string) =>
      `${rate} de ${price} HT, pour ${measured} de disponibilité au lieu de ${objective}`,
    creditPart: (credit: string, whole: string) => `part d’un crédit de ${credit} HT : ${whole}`,
    availabilityCharge: (period: string, reason: string | null) =>
      `Rectification du crédit de service ${frenchOfMonth(period)} · ${reason ?? 'mesure ou exclusions corrigées'}`,
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
    late: (label: string, period: string) => `${label} · adjustment for ${month(period)}`,
    promotion: (name: string) => `Promotion “${name}”`,
    gesture: (reason: string) => `Goodwill credit: ${reason}`,
    serviceCredit: (reason: string) => `Service credit: ${reason}`,
    availabilityCredit: (period: string) =>
      `Service credit for ${month(period)} · availability below the objective`,
    creditCalculation: (rate: string, price: string, measured: string, objective: string) =>
      `${rate} of ${price} excl. VAT, for availability of ${measured} instead of ${objective}`,
    creditPart: (credit: string, whole: string) => `part of a credit of ${credit} excl. VAT: ${whole}`,
    availabilityCharge: (period: string, reason: string | null) =>
      `Correction of the service credit for ${month(period)} · ${reason ?? 'measurement or exclusions corrected'}`,
    commitmentExit: (name: string) => `Early exit from a commitment: ${name}`,
  },
} as const
