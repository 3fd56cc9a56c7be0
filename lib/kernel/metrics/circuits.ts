import type { CircuitBreaker } from '../concurrency/circuit-breaker'
import { addSource, sharedMetrics } from './recorder'

/** Exports the state of a circuit breaker under the name of its service; returns the function that ends it. */
export function watchCircuit(service: string, circuit: Pick<CircuitBreaker, 'isOpen'>): () => void {
  const { circuits } = sharedMetrics()
  const isOpen = () => circuit.isOpen()
  circuits.set(service, isOpen)
  const removeSource = addSource(() => [{ metric: 'circuits', labels: { service }, value: isOpen() ? 1 : 0 }])
  return () => {
    removeSource()
    // A connection that replaces this one is watched before this one ends.
    if (circuits.get(service) === isOpen) circuits.delete(service)
  }
}

/** Whether this process stopped calling each watched service. */
export function readCircuits(): Record<string, boolean> {
  return Object.fromEntries([...sharedMetrics().circuits].map(([service, isOpen]) => [service, isOpen()]))
}
