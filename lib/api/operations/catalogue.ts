import { z } from 'zod'
import { type BundleView, bundleMonthlyCents } from '~/lib/catalogue/client'
import { idField } from '~/lib/kernel/id-field'
import { readOrderForm } from '~/lib/ordering'
import { defineOperation } from '../define-operation'
import { euros, money } from '../fields'

const bundle = z.object({
  id: idField('bundle'),
  slug: z.string(),
  name: z.string(),
  kind: z.string(),
  vcpu: z.int(),
  memoryMib: z.int(),
  rootDiskGib: z.int(),
  volumeGib: z.int(),
  volumeClass: z.string().nullable(),
  monthlyPrice: money.describe('Of a full month, without VAT.'),
})

const offer = z.object({
  bundles: z.array(bundle),
  addressBundle: bundle.nullable().describe('Of a public address; null when none is offered.'),
  zones: z.array(
    z.object({
      id: idField('zone'),
      code: z.string(),
      name: z.string(),
      city: z.string(),
      images: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
    }),
  ),
  projects: z.array(z.object({ id: idField('project'), name: z.string() })),
})

const priced = (view: BundleView) => ({ ...view, monthlyPrice: euros(`${bundleMonthlyCents(view)}`) })

export const catalogue = [
  defineOperation({
    id: 'getOffer',
    method: 'GET',
    path: '/v1/offer',
    tag: 'catalogue',
    summary: 'Read what can be ordered: bundles with prices, zones with images, projects',
    permission: 'catalogue:read',
    status: 200,
    answer: offer,
    async run({ ctx }) {
      const { bundles, addresses, zones, projects } = await readOrderForm(ctx)
      return {
        bundles: bundles.map(priced),
        addressBundle: addresses && priced(addresses.bundle),
        zones,
        projects,
      }
    },
  }),
]
