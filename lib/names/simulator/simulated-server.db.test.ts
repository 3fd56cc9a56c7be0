import { useTestDatabase } from '~/db/testing/use-test-database'
import { dnsContract } from '../testing/dns-contract'
import { simulatedDnsServer } from './simulated-server'

const database = useTestDatabase()

dnsContract('the simulator', () => simulatedDnsServer(database.current.roleUrl('andromede_simulator')))
