export { setHeadroomInput } from './headroom/schema'
export { setPlacementInput } from './packing/schema'
