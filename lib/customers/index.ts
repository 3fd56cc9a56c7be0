export { readCustomer } from './read-customer'
