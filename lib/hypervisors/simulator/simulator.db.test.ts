import { useTestDatabase } from '~/db/testing/use-test-database'
import { driverContract } from '../testing/contract'
import { simulatorWorld } from '../testing/simulator-world'

const database = useTestDatabase()

driverContract(
  'simulator',
  () => simulatorWorld(database.current.roleUrl('andromede_simulator')),
  'debian-13-vm',
  true,
)
