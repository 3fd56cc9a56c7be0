import { faults } from './faults'
import { rehearse } from './rehearse'

rehearse('four processes', faults)
