import { accountRoutes } from './account'
import { operatorRoutes } from './operator'
import { organisationRoutes } from './organisation'
import { publicRoutes } from './public'

export { type InstanceTab, instanceTabs } from './organisation'

/** Every link of the product. Browser-safe; the only place where paths are written. */
export const routes = {
  ...publicRoutes,
  account: accountRoutes,
  /** Pages of one organisation on the customers' site. */
  org: organisationRoutes,
  operator: operatorRoutes,
}
