export type { PlacementView } from './claims/placement-view'
export type { PlacementReceipt, RuleView } from './claims/receipt-view'
export { largestThatFits, poolsByClass } from './headroom/capacity-view'
export { scarceStock, stockLevel } from './headroom/stock-level'
export type { BundleFit, Headroom, Stock, StockByZone, ZoneDetail } from './headroom/views'
export type { PackingView } from './packing/packing-view'
export { type RebalanceMove, type RebalanceView, rebalanceSizes } from './rebalance/rebalance-view'
export {
  type PlacementGroupView,
  type PlacementStrength,
  placementLevels,
  placementRelations,
  placementStrengths,
} from './scheduler/placement'
export type { Shape } from './scheduler/shape'
export type { ZonePower } from './what-if/what-if'
