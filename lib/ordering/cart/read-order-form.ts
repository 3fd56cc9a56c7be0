import { isNarrowed, type Tx, withOrganisation } from '~/db/client'
import { readVatRate } from '~/lib/billing'
import { type BudgetRoom, readBudgetRoom } from '~/lib/budgets'
import { listBundles, listZones } from '~/lib/catalogue'
import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import { authorize, getDefaultProject, listOpenProjects, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listPlacementGroups } from '~/lib/placement'
import type { PlacementGroupView, StockByZone } from '~/lib/placement/client'
import { serverAddresses } from '~/lib/resources/client'
import { listIpv6Zones, listNetworkChoices, listOwnImages } from '~/lib/resources/rows'
import { readDeliveryObjectives } from '~/lib/sla'
import { committedMonthlyCents } from '~/lib/usage'
import { listOpenNumbers } from '../purchase-orders/preview'
import { findBuyer, findLastReferences, listTakenNames, listUsableKeys } from '../queries/place'
import { orderDraftInput } from '../schema'
import { keysPerServer } from '../schema-limits'
import type { ReadyTimes } from '../views'
import type { Cart, CartReferences } from './cart'
import type { AddressOffer, NetworkOffer } from './order-choice'
import { findDraft } from './queries/drafts'
import { readAddressOffer } from './read-address-offer'
import { stockOf } from './read-stock'
import { readReadyTimes } from './ready-times'
import { nameStem, nextFreeName } from './resource-names'

export type OrderForm = {
  bundles: BundleView[]
  zones: ZoneView[]
  stock: StockByZone
  addresses: AddressOffer | null
  /** Of every project and zone, the default ones first. */
  networks: NetworkOffer[]
  /** Zones in which new networks get public IPv6. */
  ipv6Zones: Id<'zone'>[]
  ready: ReadyTimes
  /** Promised seconds from order to ready, by bundle; shown while there is no measurement. */
  promisedSeconds: Record<string, number>
  /** Placement groups that an order may join, the newest first. */
  groups: PlacementGroupView[]
  /** Projects in which this person may order, the default one first; the groups are those of the first. */
  projects: { id: Id<'project'>; name: string }[]
  sshKeys: { id: string; name: string; algorithm: string }[]
  /** Preselected: the keys of the last order, else all keys. */
  suggestedKeyIds: string[]
  /** Prefilled: the next free name. */
  suggestedName: string
  vatRateBasisPoints: number
  isPublicBody: boolean
  /** Null when no cap applies. */
  spending: { capCents: string; committedCents: string } | null
  /** Projects with a hard budget, and what it leaves. */
  budgetRoom: BudgetRoom[]
  /** The purchase orders that may be used now, the first to end first. */
  openPurchaseOrders: { number: string; endsOn: string }[]
  mayOrder: boolean
  /** From where the request came, as the server sees it. */
  callerAddress: string | null
  /** Prefilled: the references of the last order. */
  lastReferences: CartReferences
  /** The person's saved cart that was not ordered, and when it was saved. */
  draft: { cart: Cart; savedAt: string } | null
}

/** Everything the order page shows before the first click, read in one transaction. */
export async function readOrderForm(ctx: OpContext): Promise<OrderForm> {
  authorize(ctx, 'catalogue:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const buyer = await findBuyer(tx, organisationId)
    if (!buyer) throw new DomainError('not_found')
    const project = await getDefaultProject(tx, organisationId)
    const bundles = await listBundles(tx, ctx.now)
    const taken = await listTakenNames(tx, organisationId, project.id)
    const sshKeys = may(ctx, 'ssh_key:read') ? await listUsableKeys(tx, organisationId) : []
    return {
      bundles,
      zones: withOwnImages(await listZones(tx), await listOwnImages(tx)),
      stock: await stockOf(tx, bundles, organisationId),
      addresses: await readAddressOffer(tx, ctx.now),
      networks: (await listNetworkChoices(tx)).map(({ isDefault: _isDefault, ...network }) => ({
        ...network,
        ...(serverAddresses(network.range) ?? { first: '', last: '' }),
      })),
      ipv6Zones: await listIpv6Zones(tx),
      ready: await readReadyTimes(tx),
      promisedSeconds: await readDeliveryObjectives(tx, ctx.now),
      groups: await listPlacementGroups(tx, project.id),
      projects: await listOpenProjects(tx, ctx, organisationId),
      sshKeys,
      suggestedKeyIds: sshKeys.slice(0, keysPerServer).map((key) => key.id),
      suggestedName: nextFreeName(
        nameStem(buyer.legalName),
        taken.map((each) => each.name),
      ),
      vatRateBasisPoints: await readVatRate(tx, ctx.now, organisationId),
      isPublicBody: buyer.kind === 'public_body',
      spending:
        buyer.spendingCapCents === null || (await isNarrowed(tx))
          ? null
          : {
              capCents: buyer.spendingCapCents.toString(),
              committedCents: (await committedMonthlyCents(tx, organisationId, ctx.now)).toString(),
            },
      budgetRoom: await readBudgetRoom(tx, ctx, organisationId),
      openPurchaseOrders: await listOpenNumbers(tx, ctx, organisationId),
      mayOrder: may(ctx, 'order:place'),
      callerAddress: ctx.ip,
      lastReferences: { ...(await findLastReferences(tx, organisationId)) },
      draft: await readDraft(tx, ctx, organisationId),
    }
  })
}

/** Ignores drafts that no longer parse (older release). */
async function readDraft(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<OrderForm['draft']> {
  if (ctx.actor.kind !== 'account') return null
  const found = await findDraft(tx, organisationId, ctx.actor.accountId)
  const cart = orderDraftInput.safeParse(found?.content).data?.cart
  return found && cart ? { cart, savedAt: found.updatedAt.toISOString() } : null
}

/** Adds the organisation's own images of each zone after those of the catalogue. */
function withOwnImages(zones: ZoneView[], own: Awaited<ReturnType<typeof listOwnImages>>): ZoneView[] {
  return zones.map((zone) => ({
    ...zone,
    images: [
      ...zone.images,
      ...own
        .filter((image) => image.zoneId === zone.id)
        .map(({ id, name, sizeGib, takenAt, hasCloudInit }) => ({
          // Made from the root disk of a container: virtual machines cannot start from one yet.
          ...{ id, slug: id, name, minDiskGib: sizeGib, instanceType: 'container' as const },
          hasCloudInit,
          // Its owner may have installed or removed one.
          hasSsh: null,
          updatedOn: (takenAt ?? new Date(0)).toISOString().slice(0, 10),
        })),
    ],
  }))
}
