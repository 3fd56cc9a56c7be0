/** Orders two servers at PORTAL_URL, waits until they run, and prints it; run where that address leads to the portal. */
import { makeSignedInBuyers } from '~/e2e/support/crowd'
import { openCounter } from '~/e2e/support/keep-ordering'
import { makeZone, seedContext } from '~/lib/datacentre/testing/datacenter'
import { defineSellingEntity } from '~/lib/ordering'
import { makeCatalogue, testSeller } from '~/lib/ordering/testing/order-world'

// An installation without a demonstration has no seller yet.
await defineSellingEntity(seedContext(), testSeller)
const zone = { ...(await makeZone({ count: 2, vcpu: 1 })), slots: 2 }
const catalogue = await makeCatalogue([zone])
const portalUrl = process.env.PORTAL_URL ?? ''
const counter = openCounter({ portalUrl, zone, catalogue, alsoAway: ['rate_limited'] })
await Promise.all((await makeSignedInBuyers(2)).map(counter.order))
await counter.expectAll()
console.log(`${counter.acknowledged.length} orders run`)
process.exit(0)
