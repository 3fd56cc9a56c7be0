import { z } from 'zod'
import { renewals } from '~/lib/catalogue/client'
import { lineField, paragraphField, personNameField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { dayField } from '~/lib/kernel/time/date-fields'
import { placementLevels, placementRelations, placementStrengths } from '~/lib/placement/client'
import { orderedBalancerInput } from '~/lib/resources/schema'
import { largestQuantity, resourceNamePattern } from './cart/resource-names'
import { signatureKinds } from './holds/signature'
import { amountInput } from './purchase-orders/schema'
import { costReferenceNames } from './references/names'
import { keysPerServer, linesPerOrder, resourcesPerOrder } from './schema-limits'
import { sshAccessChoices, sshSourcesMax } from './ssh-access/ssh-access'
import { userDataBytesMax } from './user-data/user-data-form'

const reference = (max: number) => z.string().trim().min(1).max(max).optional()

export const costReferencesInput = z.strictObject({
  payerSiret: reference(20),
  purchaseOrderNumber: reference(50),
  serviceCode: reference(100),
  commitmentReference: reference(50),
  marketNumber: reference(50),
})
export type CostReferencesInput = z.output<typeof costReferencesInput>

/** From where SSH reaches the servers of a line; left out, from nowhere. `everyone` needs its confirmation. */
const sshAccessInput = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('caller') }),
  z.strictObject({
    from: z.literal('list'),
    sources: z.array(z.string().trim().max(43)).min(1).max(sshSourcesMax, 'ssh_too_many_sources'),
  }),
  z.strictObject({ from: z.literal('everyone'), confirm: z.literal(true).optional() }),
])

/** The servers of a line in a new group of their own, or in an existing group. */
export const linePlacementInput = z.union([
  z.strictObject({
    relation: z.enum(placementRelations),
    level: z.enum(placementLevels),
    strength: z.enum(placementStrengths).default('must'),
  }),
  z.strictObject({ groupId: idField('placementGroup') }),
])

/** The source that the volumes of a line are copied from. */
const copyOfInput = z.strictObject({
  volumeId: idField('volume'),
  snapshotId: idField('snapshot').optional(),
})
const restoreOfInput = z.strictObject({ backupId: idField('backup') })

/** At most as many characters as bytes: each has at least one. */
const userDataField = z.string().min(1).max(userDataBytesMax, 'user_data_too_long')

export const orderLineInput = z.strictObject({
  bundleId: idField('bundle'),
  zoneId: idField('zone'),
  /** Absent for a storage bundle. */
  imageId: idField('image').optional(),
  sshKeyIds: z.array(idField('sshKey')).max(keysPerServer).default([]),
  /** For servers whose image carries cloud-init; kept byte for byte. */
  userData: userDataField.optional(),
  name: z.string().regex(resourceNamePattern, 'resource_name'),
  quantity: z.number().int().min(1).max(largestQuantity),
  /** Absent for a storage bundle. */
  placement: linePlacementInput.optional(),
  /** For a storage bundle, in the zone of the source. */
  copyOf: z.union([copyOfInput, restoreOfInput]).optional(),
  /** For servers, in the zone of the snapshot that their disks are created from; they take its image. */
  fromSnapshotId: idField('snapshot').optional(),
  /** For servers, in the zone of this private image, instead of `imageId`. */
  fromImageId: idField('privateImage').optional(),
  /** For servers: one public IPv4 address for each, attached once it runs. */
  publicAddress: z.literal(true).optional(),
  /** For a load balancer, which takes nothing of a server but `publicAddress`. */
  balancer: orderedBalancerInput.optional(),
  /** With `publicAddress`: a rule of the network that lets SSH in once the servers have their places on it. */
  sshAccess: sshAccessInput.optional(),
  /** For servers: a network of the project in the zone; left out, the default one. */
  networkId: idField('network').optional(),
  /** For a single server: a free address of that network; left out, the lowest free one. */
  privateAddress: z.string().trim().max(15).optional(),
  /** A term at a lower price; left out, hourly. */
  commitment: z
    .strictObject({
      termMonths: z.union([z.literal(12), z.literal(36)]),
      renewal: z.enum(renewals),
    })
    .optional(),
  costReferences: costReferencesInput.optional(),
})

export const reserveAddressInput = z.strictObject({
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'idempotency_key'),
  zoneId: idField('zone'),
  /** Left out, the organisation's default project. */
  projectId: idField('project').optional(),
  costReferences: costReferencesInput.optional(),
})
export type ReserveAddressInput = z.output<typeof reserveAddressInput>

export const orderBalancerInput = reserveAddressInput.extend({
  name: orderLineInput.shape.name,
  balancer: orderedBalancerInput,
})
export type OrderBalancerInput = z.output<typeof orderBalancerInput>

export const placeOrderInput = z.strictObject({
  /**
   * Generated by the caller once per intended order: the same key returns the same answer and never a second
   * order.
   */
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'idempotency_key'),
  /** Left out, the organisation's default project. */
  projectId: idField('project').optional(),
  lines: z
    .array(orderLineInput)
    .min(1)
    .max(linesPerOrder, 'too_many_lines')
    .refine(
      (lines) =>
        lines.reduce((sum, line) => sum + line.quantity * (line.publicAddress ? 2 : 1), 0) <=
        resourcesPerOrder,
      'too_many_resources',
    ),
  /** A quote instead of an order; it becomes one when it is signed, and is valid this many days after today. */
  asQuote: z
    .strictObject({
      validDays: z.number().int().min(1).max(60),
      /** The open quote that this one replaces as a new version. */
      replaces: idField('quote').optional(),
    })
    .optional(),
  /** A promotion code as given; automatic promotions need none. */
  promotionCode: z.string().trim().min(1).max(40).optional(),
  /** Deletes the draft when the order is accepted. */
  isFromDraft: z.literal(true).optional(),
})

const pricedLine = /^(bun_[0-9a-z]{26})\*(\d{1,4})\*(0|12|36)$/
/** The lines of a cart as an address carries them, `bun_…*2*12,…`, and a code to look up. */
export const priceCartInput = z.strictObject({
  lines: z
    .string()
    .max(12_000)
    .default('')
    .transform((text, context) =>
      text
        .split(',')
        .filter(Boolean)
        .slice(0, linesPerOrder)
        .map((part) => {
          const [, bundleId = '', quantity = '0', months = '0'] = pricedLine.exec(part) ?? []
          if (!bundleId) context.addIssue({ code: 'custom', message: 'invalid_format' })
          return { bundleId, quantity: Number(quantity), termMonths: Number(months) as 0 | 12 | 36 }
        }),
    ),
  code: z.string().trim().max(40).default(''),
  /** The number of the purchase order that the cart names. */
  purchaseOrder: z.string().trim().max(50).default(''),
})
export type PriceCartInput = z.output<typeof priceCartInput>

const draftLineInput = z.strictObject({
  bundleId: z.string().max(40),
  zoneId: z.string().max(40),
  imageId: z.string().max(40),
  sshKeyIds: z.array(z.string().max(40)).max(keysPerServer),
  name: z.string().max(60),
  quantity: z.number().int().min(0).max(largestQuantity),
  placement: z.string().max(40),
  isNameTyped: z.boolean().optional(),
  termMonths: z.union([z.literal(0), z.literal(12), z.literal(36)]).optional(),
  renewal: z.enum(renewals).optional(),
  hasAddress: z.boolean().optional(),
  sshAccess: z.enum(sshAccessChoices).optional(),
  sshSources: z.string().max(1_000).optional(),
  networkId: z.string().max(40).optional(),
  privateAddress: z.string().max(15).optional(),
})

/** The content of the order page, whether or not it could be ordered; null for none. */
export const orderDraftInput = z.strictObject({
  cart: z
    .strictObject({
      lines: z.array(draftLineInput).min(1).max(linesPerOrder),
      current: z.number().int().min(0).max(linesPerOrder),
      references: z.partialRecord(z.enum(costReferenceNames), z.string().max(120)),
      projectId: z.string().max(40).optional(),
      promotionCode: z.string().max(40).optional(),
    })
    .nullable(),
})

/** A copy is an order of one volume with a bundle at least as large as the source. */
export const copyVolumeInput = copyOfInput.extend({
  idempotencyKey: placeOrderInput.shape.idempotencyKey,
  bundleId: orderLineInput.shape.bundleId,
  name: orderLineInput.shape.name,
})
/** A server created from a snapshot of another: its disk must be at least as large. */
export const copyInstanceInput = z.strictObject({
  idempotencyKey: placeOrderInput.shape.idempotencyKey,
  snapshotId: idField('snapshot'),
  bundleId: orderLineInput.shape.bundleId,
  name: orderLineInput.shape.name,
  publicAddress: orderLineInput.shape.publicAddress,
  sshAccess: orderLineInput.shape.sshAccess,
})
/** A volume restored from a backup: the bundle must be at least as large. */
export const restoreBackupInput = restoreOfInput.extend({
  idempotencyKey: placeOrderInput.shape.idempotencyKey,
  bundleId: orderLineInput.shape.bundleId,
  name: orderLineInput.shape.name,
})
export type RestoreBackupInput = z.output<typeof restoreBackupInput>
export type CopyInstanceInput = z.output<typeof copyInstanceInput>
export type CopyVolumeInput = z.output<typeof copyVolumeInput>

export const referencePolicyInput = z.strictObject({
  isPurchaseOrderRequired: z.boolean(),
  isMarketNumberRequired: z.boolean(),
  /** Empty: the organisation's own. */
  payerSiret: z.string().max(30).optional(),
})
export type ReferencePolicyInput = z.output<typeof referencePolicyInput>

export const referenceRulesInput = z.strictObject({ payerSiret: z.string().max(30).optional() })

export const decideOrderInput = z.strictObject({
  orderId: idField('order'),
  decision: z.enum(['approved', 'refused']),
  /** Of the order as the page showed it. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  reason: paragraphField(500, 0).default(''),
})
export const addRuleInput = z.strictObject({
  from: amountInput,
  projectId: idField('project').optional(),
  costCentre: z.string().max(60).optional(),
  kind: z.enum(signatureKinds).optional(),
  approvals: z.enum(['1', '2']).transform(Number),
})
export const removeRuleInput = z.strictObject({ ruleId: idField('signatureRule') })
export const delegateInput = z.strictObject({
  memberId: idField('member'),
  startsOn: dayField,
  endsOn: dayField,
})
export const endDelegationInput = z.strictObject({ delegationId: idField('delegation') })
export type DecideOrderInput = z.output<typeof decideOrderInput>
export type AddRuleInput = z.output<typeof addRuleInput>
export type DelegateInput = z.output<typeof delegateInput>
export type OrderParams = z.output<typeof orderParams>

export const orderParams = z.strictObject({ id: idField('order') })

export const checkUserDataInput = z.strictObject({ text: userDataField })

export type OrderDraftInput = z.output<typeof orderDraftInput>
export type OrderLineInput = z.output<typeof orderLineInput>
export const quoteParams = z.strictObject({ quoteId: idField('quote') })
/** As in the path of its file. */
export const quoteFileParams = z.strictObject({ quote: idField('quote') })
export const signQuoteInput = z.strictObject({
  quoteId: idField('quote'),
  fullName: personNameField,
  capacity: lineField(120),
  /** Of the file that was read. */
  documentHash: z.string().regex(/^[0-9a-f]{64}$/),
  code: z.string().regex(/^\d{6}$/, 'code'),
})
export const sharedQuoteParams = z.strictObject({ secret: z.string().min(20).max(100) })
export type QuoteParams = z.output<typeof quoteParams>
export type SignQuoteInput = z.output<typeof signQuoteInput>
export type PlaceOrderInput = z.output<typeof placeOrderInput>

export { decideCasesInput } from './moderation/schema'
export {
  amendPurchaseOrderInput,
  attachDocumentInput,
  createPurchaseOrderInput,
  documentParams,
} from './purchase-orders/schema'
