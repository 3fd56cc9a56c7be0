export { setHeadroomInput } from './headroom/schema'
