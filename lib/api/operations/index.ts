import type { Operation } from '../define-operation'
import { approvals } from './approvals'
import { balancers } from './balancers'
import { billing } from './billing'
import { budgets } from './budgets'
import { catalogue } from './catalogue'
import { copies } from './copies'
import { events } from './events'
import { exports } from './exports'
import { firewall } from './firewall'
import { instances } from './instances'
import { members } from './members'
import { networks } from './networks'
import { longOperations } from './operations'
import { orders } from './orders'
import { organisation } from './organisation'
import { projects } from './projects'
import { purchaseOrders } from './purchase-orders'
import { serverCare } from './server-care'
import { serviceLevels } from './service-levels'
import { sshKeys } from './ssh-keys'
import { support } from './support'
import { volumes } from './volumes'

/** Every operation of the API, in the order of its document. */
export const operations: readonly Operation[] = [
  ...instances,
  ...serverCare,
  ...volumes,
  ...copies,
  ...longOperations,
  ...orders,
  ...purchaseOrders,
  ...approvals,
  ...catalogue,
  ...sshKeys,
  ...projects,
  ...networks,
  ...firewall,
  ...balancers,
  ...members,
  ...budgets,
  ...billing,
  ...exports,
  ...serviceLevels,
  ...support,
  ...events,
  ...organisation,
]
