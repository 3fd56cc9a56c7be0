/**
 * A program: fill a prepared database with signed-in buyers, a zone and its catalogue by the code of the version that it
 * runs in, and print them as JSON. The test of upgrades runs it with the sources of the previous version.
 */
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { makeCatalogue } from '~/lib/ordering/testing/order-world'
import { makeSignedInBuyers } from '../support/crowd'

const [buyerCount, slots] = [40, 20_000]
const buyers = await makeSignedInBuyers(buyerCount)
const zone = { ...(await makeZone({ count: 10, vcpu: slots / 10 })), slots }
const catalogue = await makeCatalogue([zone])
process.stdout.write(JSON.stringify({ buyers, zone, catalogue }))
process.exit(0)
