import { addDays } from '~/lib/kernel/time/calendar-day'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { defineQualification } from '~/lib/qualifications'
import type { DeclareQualificationInput } from '~/lib/qualifications/schema'
import { seedSystem } from '../contexts'

type Plan = Omit<DeclareQualificationInput, 'statusOn' | 'validUntil'> & {
  daysAgo: number
  validDays?: number
}

/** Invented, as the page of facts states; the certificates are of a body that does not exist. */
const plans: readonly Plan[] = [
  {
    kind: 'iso_27001',
    status: 'obtained',
    daysAgo: 212,
    validDays: 1_095,
    scopeFr: 'Exploitation des trois zones et du portail de commande.',
    scopeEn: 'Operation of the three zones and of the ordering portal.',
    body: 'Bureau de certification de l’Exemple',
    reference: 'EXEMPLE-27001-0042',
  },
  {
    kind: 'hds',
    status: 'audit',
    daysAgo: 38,
    scopeFr: 'Hébergement d’infrastructure physique et virtuelle, activités 1 à 4.',
    scopeEn: 'Hosting of physical and virtual infrastructure, activities 1 to 4.',
    body: 'Bureau de certification de l’Exemple',
    reference: 'EXEMPLE-HDS-0107',
  },
  {
    kind: 'secnumcloud',
    status: 'filed',
    daysAgo: 121,
    scopeFr: 'Serveurs et volumes à la demande de la zone Paris-Nord.',
    scopeEn: 'Servers and volumes on demand of the zone Paris-Nord.',
    body: 'ANSSI',
  },
  {
    kind: 'iso_50001',
    status: 'planned',
    daysAgo: 64,
    scopeFr: 'Consommation d’énergie des salles des trois zones.',
    scopeEn: 'Energy use of the rooms of the three zones.',
  },
  {
    kind: 'cispe',
    status: 'obtained',
    daysAgo: 390,
    validDays: 365,
    scopeFr: 'Serveurs, volumes et sauvegardes.',
    scopeEn: 'Servers, volumes and backups.',
    body: 'Bureau de certification de l’Exemple',
    reference: 'EXEMPLE-COC-0311',
  },
]

/** Declares qualifications in every state of a procedure, one of which has ended. */
export async function seedQualifications(today: Date): Promise<void> {
  for (const { daysAgo, validDays, ...declared } of plans) {
    const at = addSeconds(today, -daysAgo * 86_400)
    const statusOn = parisDay(at)
    await defineQualification(seedSystem(at, 'operator'), {
      ...declared,
      statusOn,
      ...(validDays && { validUntil: addDays(statusOn, validDays) }),
    })
  }
}
