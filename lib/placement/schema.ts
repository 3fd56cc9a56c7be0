export { type SetHeadroomInput, setHeadroomInput } from './headroom/schema'
